/**
 * Waits between two requests to the service.
 * @param milliseconds about so many: viewers who came together do not ask together for ever
 */
export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds * (0.9 + Math.random() * 0.2)));
}

/** Waits while the page is hidden. */
export async function shown(): Promise<void> {
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  }
}
