// Reads an HTML page from standard input as a screen reader would, from its beginning to its end, and prints what that
// announces as a JSON list of phrases. Usage: node announce.cjs FOLDER_OF_NODE_MODULES < PAGE
"use strict";

const path = require("path");
const { createRequire } = require("module");

const load = createRequire(path.join(path.resolve(process.argv[2]), "here.js"));
const { JSDOM } = load("jsdom");

async function main() {
    const chunks = [];
    for await (const chunk of process.stdin) {
        chunks.push(chunk);
    }
    const page = new JSDOM(Buffer.concat(chunks).toString("utf-8"), { url: "http://127.0.0.1/" });
    // The reader looks for a browser around it when it is loaded.
    for (const name of Object.getOwnPropertyNames(page.window)) {
        if (!(name in globalThis)) {
            globalThis[name] = page.window[name];
        }
    }
    globalThis.window = page.window;
    globalThis.document = page.window.document;
    const { virtual } = load("@guidepup/virtual-screen-reader");
    await virtual.start({ container: page.window.document.body, window: page.window });
    // Where the page ends it begins again: that is the second time that its first phrase is spoken at the container.
    const spoken = [];
    for (let step = 0; step < 5000; step += 1) {
        spoken.push(await virtual.lastSpokenPhrase());
        if (spoken[spoken.length - 1] === "end of document") {
            break;
        }
        await virtual.next();
    }
    await virtual.stop();
    process.stdout.write(JSON.stringify(spoken));
}

main().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
});
