// Finds titles in an OPDS 2.0 catalogue and downloads what is offered of them, by an independent reading system's models.
// Prints, as JSON, for each search the titles that were found, and every file that was downloaded.
// Usage: node opds_shopper.cjs FOLDER_OF_NODE_MODULES ADDRESS KEY FOLDER SEARCH…
"use strict";

const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const [modules, address, key, folder, ...searches] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(modules), "here.js"));
const { TaJsonDeserialize } = load("r2-lcp-js/dist/es8-es2017/src/serializable");
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = load("r2-shared-js/dist/es8-es2017/src/init-globals");
const { initGlobalConverters_OPDS } = load("r2-opds-js/dist/es8-es2017/src/opds/init-globals");
const { OPDSFeed } = load("r2-opds-js/dist/es8-es2017/src/opds/opds2/opds2");
const { OPDSLinkRelEnum } = load("r2-opds-js/dist/es8-es2017/src/opds/opds2/opds2-link");
const { OPDSAuthenticationDoc } = load("r2-opds-js/dist/es8-es2017/src/opds/opds2/opds2-authentication-doc");

let authorization = "";

// Asked who it is, it reads the authentication document and gives the key as the password, as a reader's app does.
async function open(url) {
    const answer = await fetch(url, { headers: authorization ? { authorization } : {} });
    if (answer.status !== 401 || authorization) {
        return answer;
    }
    const document = TaJsonDeserialize(await answer.json(), OPDSAuthenticationDoc);
    if (!document.Authentication.some((way) => way.Type === "http://opds-spec.org/auth/basic")) {
        throw new Error("no way in that this program knows");
    }
    authorization = `Basic ${Buffer.from(`reader:${key}`).toString("base64")}`;
    return open(url);
}

async function feed(url) {
    const answer = await open(url);
    if (!answer.ok) {
        throw new Error(`${answer.status} at a feed`);
    }
    return TaJsonDeserialize(await answer.json(), OPDSFeed);
}

function nameOf(title) {
    return typeof title === "string" ? title : Object.values(title)[0];
}

async function download(publication, downloaded) {
    for (const link of publication.Links) {
        const offered = (link.Rel || []).some((rel) => Object.values(OPDSLinkRelEnum).includes(rel));
        const url = new URL(link.Href, address).href;
        if (!offered || downloaded.has(url)) {
            continue;
        }
        const answer = await open(url);
        const bytes = Buffer.from(await answer.arrayBuffer());
        const file = path.join(folder, `${downloaded.size}.download`);
        fs.writeFileSync(file, bytes);
        downloaded.set(url, {
            file, title: nameOf(publication.Metadata.Title), type: link.TypeLink, status: answer.status,
        });
    }
}

async function main() {
    initGlobalConverters_SHARED();
    initGlobalConverters_GENERIC();
    initGlobalConverters_OPDS();
    const root = await feed(address);
    const search = root.findFirstLinkByRel("search");
    const found = {};
    const downloaded = new Map();
    for (const text of searches) {
        const query = search.Href.replace(/\{\?[^}]*\}/, `?query=${encodeURIComponent(text)}`);
        const answer = await feed(new URL(query, address).href);
        found[text] = (answer.Publications || []).map((publication) => nameOf(publication.Metadata.Title));
        for (const publication of answer.Publications || []) {
            await download(publication, downloaded);
        }
    }
    console.log(JSON.stringify({ found, downloaded: [...downloaded.values()] }));
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
