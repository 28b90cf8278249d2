/** The list of streams: they come and go by themselves. */
import { recordingCard, StreamCard } from "./card.ts";
import { byId, setText } from "./dom.ts";
import { pause, shown } from "./pause.ts";
import { Service } from "./service.ts";
import type { Recording, Stream, Streams } from "./streams-api.ts";

/** Milliseconds between two requests for what is live. */
const period = 2000;

/** Milliseconds for which a stream that ended stays in the list, so that whoever watched it sees what became of it. */
const farewell = 20_000;

const service = new Service(".");
const cards = new Map<string, StreamCard>();
const ended = new Map<string, number>();
let recordings = "";

void run();

async function run(): Promise<void> {
  for (;;) {
    await refresh();
    await pause(period);
    await shown();
  }
}

async function refresh(): Promise<void> {
  const problem = byId("problem");
  try {
    show(await service.list());
    problem.hidden = true;
  } catch (error) {
    setText(problem, `The list cannot be renewed: ${error instanceof Error ? error.message : error}. Trying again.`);
    problem.hidden = false;
  }
}

function show({ streams, recordings: recorded, recordingsComplete }: Streams): void {
  const news = [...begin(streams), ...end(streams)];
  if (news.length > 0) setText(byId("news"), news.join(" "));
  const live = streams.length === 1 ? "1 stream" : `${streams.length} streams`;
  setText(byId("summary"), streams.length === 0 ? "" : `${live} on air`);
  byId("nothing").hidden = cards.size > 0;
  byId("away").hidden = recordingsComplete;
  byId("recorded").hidden = recorded.length === 0 && recordingsComplete;
  showRecordings(recorded);
}

/** Shows and renews what is live. Returns what is new, in words. */
function begin(streams: readonly Stream[]): string[] {
  const news: string[] = [];
  for (const stream of streams) {
    const card = cards.get(stream.name);
    if (!card || ended.delete(stream.name)) news.push(`${stream.title} is on air.`);
    if (card) card.update(stream);
    else add(stream);
  }
  return news;
}

function add(stream: Stream): void {
  const card = new StreamCard(stream, service);
  cards.set(stream.name, card);
  byId("streams").append(card.item);
}

/** Says of what is over that it is, and takes it away later. Returns what is new, in words. */
function end(streams: readonly Stream[]): string[] {
  const news: string[] = [];
  const live = new Set(streams.map(({ name }) => name));
  for (const [name, card] of cards) {
    if (live.has(name)) continue;
    const since = ended.get(name);
    if (since === undefined) {
      ended.set(name, Date.now());
      card.end();
      news.push(`${card.title} has ended.`);
    } else if (Date.now() - since > farewell) {
      ended.delete(name);
      cards.delete(name);
      card.item.remove();
    }
  }
  return news;
}

function showRecordings(recorded: readonly Recording[]): void {
  const text = JSON.stringify(recorded);
  if (text === recordings) return;
  recordings = text;
  byId("recordings").replaceChildren(...recorded.map((recording) => recordingCard(recording, service)));
}
