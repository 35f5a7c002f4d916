// Records an event, is refused with a code, sends a line, pages through the log to its end and reads a row.
// The client is generated from the server's /openapi.json. Usage: tour.js URL KEY
import { randomUUID } from "node:crypto";
import { client } from "./client/client.gen";
import { getPersonFile, listEvents, listPersonFile, recordEvent, recordLines } from "./client/sdk.gen";
import type { PersonRegisteredV1, ProblemCode, Verdict } from "./client/types.gen";

const [baseUrl, key] = process.argv.slice(2);
client.setConfig({ baseUrl, auth: key });

const registered = (subject: string): PersonRegisteredV1 => ({
  specversion: "1.0",
  id: randomUUID(),
  source: "/county/430225",
  type: "person.registered.v1",
  subject,
  occurredon: "2025-01-02",
  data: { area: "430225103204", birth_year: 1980, sex: "female" },
});

const tour = async () => {
  const person = `person-${randomUUID().replaceAll("-", "")}`;
  const event = registered(person);
  const { data: receipt, error } = await recordEvent({ body: event });
  if (!receipt) throw error;

  const { error: problem } = await recordEvent({ body: registered(person) });
  const exists: ProblemCode = "case_exists";
  if (problem?.code !== exists) throw problem;

  // The same event again, now as a line: it is recorded once.
  const lines = new Blob([JSON.stringify(event)]);
  const { data: verdicts } = await recordLines({ body: lines, throwOnError: true });
  const verdict: Verdict = JSON.parse(await verdicts.text());

  let pages = 0;
  let cursor: string | undefined;
  const positions: number[] = [];
  do {
    const { data: page } = await listEvents({ query: { limit: 2, cursor }, throwOnError: true });
    positions.push(...page.events.map(({ position }) => position));
    pages += 1;
    cursor = page.next ?? undefined;
  } while (cursor);

  // Views follow the log: what was recorded is in them once they have come so far.
  const position = receipt.position!;
  while ((await listPersonFile({ query: { limit: 1 }, throwOnError: true })).data.position < position) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { data: row } = await getPersonFile({ path: { key: person }, throwOnError: true });

  const { birth_year, sex } = row;
  const told = { person, position, code: problem.code, again: verdict.status, pages, positions };
  console.log(JSON.stringify({ ...told, row: { person: row.person, birth_year, sex } }));
};

tour();
