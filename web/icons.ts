/** The icons: paths in a square of 24 by 24. */
export const icons = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M7 5h3.5v14H7zm6.5 0H17v14h-3.5z",
  audio:
    "M4 9.5v5h3.5L12 19V5L7.5 9.5zm10 -1.2v7.4a4.2 4.2 0 0 0 0-7.4zm0-4v2.1a6 6 0 0 1 0 11.2v2.1a8 8 0 0 0 0-15.4z",
  muted:
    "M4 9.5v5h3.5L12 19V5L7.5 9.5zm16.6.6-1.4-1.4-1.9 1.9-1.9-1.9L14 10.1l1.9 1.9-1.9 1.9 1.4 1.4 1.9-1.9 1.9 1.9 1.4-1.4-1.9-1.9z",
  enlarge: "M4 4h6v2H6v4H4zm10 0h6v6h-2V6h-4zM4 14h2v4h4v2H4zm14 0h2v6h-6v-2h4z",
  reduce: "M8 4h2v6H4V8h4zm6 0h2v4h4v2h-6zM4 14h6v6H8v-4H4zm10 0h6v2h-4v4h-2z",
} as const;
