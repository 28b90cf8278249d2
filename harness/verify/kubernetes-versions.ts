/**
 * The Kubernetes versions that every combination is rendered for and checked against: the oldest that Chart.yaml
 * admits, one in the middle, and the newest whose schemas are published (core-schemas.ts).
 */
export const kubernetesVersions = ["1.29.0", "1.33.0", "1.37.0"] as const;
export type KubernetesVersion = (typeof kubernetesVersions)[number];
