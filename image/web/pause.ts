/**
 * Waits between two looks at the service. A page that is hidden waits on, one that is shown again looks at once.
 * @param milliseconds about so many: viewers who came together do not ask together for ever
 */
export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds * (0.9 + Math.random() * 0.2)));
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  }
}
