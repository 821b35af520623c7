// Opens a talking book (a DAISY folder or an EPUB) with an independent reading system's parser and prints, as JSON, how
// many pairs of text and audio it finds, how many seconds they play, and how many entries its contents have.
// Usage: node count_pairs.cjs FOLDER_OF_NODE_MODULES BOOK
"use strict";

const path = require("path");
const { createRequire } = require("module");

const [modules, book] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(modules), "here.js"));
const base = "r2-shared-js/dist/es6-es2015/src";
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = load(`${base}/init-globals`);
const { PublicationParsePromise } = load(`${base}/parser/publication-parser`);
const { lazyLoadMediaOverlays } = load(`${base}/parser/epub-daisy-common`);

function pairsIn(node, found) {
    if (node.Text && node.Audio) {
        found.push(node);
    }
    (node.Children || []).forEach((child) => pairsIn(child, found));
    return found;
}

function entriesIn(links) {
    return (links || []).reduce((sum, link) => sum + 1 + entriesIn(link.Children), 0);
}

async function main() {
    initGlobalConverters_SHARED();
    initGlobalConverters_GENERIC();
    const publication = await PublicationParsePromise(path.resolve(book));
    const pairs = [];
    const seen = new Set();
    for (const link of [...(publication.Spine || []), ...(publication.Resources || [])]) {
        if (link.MediaOverlays && !seen.has(link.MediaOverlays.SmilPathInZip)) {
            seen.add(link.MediaOverlays.SmilPathInZip);
            await lazyLoadMediaOverlays(publication, link.MediaOverlays);
            pairsIn(link.MediaOverlays, pairs);
        }
    }
    let seconds = 0;
    for (const pair of pairs) {
        const times = /#t=([\d.]*),([\d.]*)/.exec(pair.Audio);
        seconds += times ? Number(times[2]) - Number(times[1]) : NaN;
    }
    console.log(JSON.stringify({
        pairs: pairs.length,
        seconds,
        contents: entriesIn(publication.TOC),
        pages: (publication.PageList || []).length,
        first: pairs.length ? [pairs[0].Text, pairs[0].Audio] : null,
    }));
    publication.freeDestroy();
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
