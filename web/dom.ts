/** Small things with the document. What comes from outside is only ever set as text or as an attribute. */

/** Makes an element. Text children are text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** Changes a text only when it differs, so that a screen reader does not say the same again. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** An icon of 24 by 24, drawn by one path. */
export function icon(path: string): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const drawing = document.createElementNS(namespace, "path");
  drawing.setAttribute("d", path);
  svg.append(drawing);
  return svg;
}

/** Shows facts in a description list, in their order. */
export function setFacts(list: Element, facts: Readonly<Record<string, string>>): void {
  const names = Object.keys(facts);
  const shown = [...list.querySelectorAll("dt")].map((term) => term.textContent);
  if (names.join("\n") !== shown.join("\n")) {
    list.replaceChildren(...names.map((name) => element("div", {}, element("dt", {}, name), element("dd"))));
  }
  const places = list.querySelectorAll("dd");
  Object.values(facts).forEach((text, index) => {
    const place = places[index];
    if (place) setText(place, text);
  });
}

/** Calls the page and its heading by what it plays, beside the title that the operator gave the pages. */
export function setPageTitle(title: string): void {
  document.title = `${title} · ${metaContent("application-name")}`;
  setText(byId("name"), title);
}

/** Fragments by which the operator wants playback to be behind the newest one. */
export function liveDelay(): number {
  return Number(metaContent("live-delay"));
}

function metaContent(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? "";
}
