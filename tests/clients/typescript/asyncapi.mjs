// Parses an AsyncAPI document, says what is wrong with it, and prints how many messages it has. Usage: asyncapi.mjs FILE
import { Parser } from "@asyncapi/parser";
import { readFile } from "node:fs/promises";

const WARNING = 1;
const { document, diagnostics } = await new Parser().parse(await readFile(process.argv[2], "utf8"));
const wrong = diagnostics.filter(({ severity }) => severity <= WARNING);
for (const { path, message } of wrong) console.error(`${path.join("/")}: ${message}`);
if (wrong.length) process.exit(1);
console.log(document.allMessages().length);
