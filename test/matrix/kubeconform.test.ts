import { describe, expect, it } from "vitest";
import { type Checked, checkManifests, kubernetesVersions } from "../../harness/verify/index.ts";

const meta = (name: string) => `metadata:\n  name: ${name}\n`;
const service = `apiVersion: v1\nkind: Service\n${meta("web")}spec:\n  ports:\n    - port: 80\n`;
const budget = (version: string) =>
  `apiVersion: policy/${version}\nkind: PodDisruptionBudget\n${meta("web")}spec: {}\n`;
const scaler = (version: string) =>
  `apiVersion: autoscaling/${version}\nkind: HorizontalPodAutoscaler\n${meta("web")}` +
  "spec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: web}}\n";
const route = (field: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n${meta("web")}spec:\n  ${field}: [live.example.com]\n`;
const monitor = (endpoint: string) =>
  `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\n${meta("web")}` +
  `spec:\n  selector: {}\n  endpoints:\n    - ${endpoint}\n`;

describe.each(kubernetesVersions)("Kubernetes %s", (version) => {
  const check = async (document: string): Promise<Checked> => {
    const [checked] = await checkManifests([document], version);
    return checked as Checked;
  };

  it.each([
    ["a Service", service],
    ["a budget", budget("v1")],
    ["a scaler", scaler("v2")],
    ["a route", route("hostnames")],
    ["a monitor", monitor("port: http")],
  ])("accepts %s", async (_, document) => {
    expect(await check(document)).toMatchObject({ verdict: "valid", problems: [] });
  });

  it.each([
    ["a misspelt field", service.replace("ports:", "port:"), "invalid", /additional properties 'port'/],
    ["a misspelt field in a list", service.replace("- port:", "- prot:"), "invalid", /'prot'/],
    ["a misspelt field of metadata", service.replace("name:", "nmae:"), "invalid", /'nmae'/],
    ["a misspelt field of a route", route("hostname"), "invalid", /'hostname'/],
    ["a misspelt field of a monitor", monitor("prot: http"), "invalid", /'prot'/],
    ["a wrong type", service.replace("80", "eighty"), "invalid", /got string, want integer/],
    ["text for a number", service.replace("80", '"80"'), "invalid", /got string, want integer/],
    ["nothing where something belongs", service.replace(/spec:[\s\S]*/, "spec:\n"), "invalid", /got null, want object/],
    ["a repeated key", `${service}  ports: []\n`, "error", /"ports" already set/],
    ["an API version that is no longer served", budget("v1beta1"), "error", /could not find schema/],
    ["another one", scaler("v2beta2"), "error", /could not find schema/],
    ["a kind without a schema", service.replace("Service", "Sevrice"), "error", /could not find schema/],
  ])("refuses %s", async (_, document, verdict, message) => {
    const checked = await check(document);
    expect(checked.verdict).toBe(verdict);
    expect(checked.problems.join("\n")).toMatch(message);
  });
});

it("answers for many documents in their order, beyond one batch", async () => {
  const names = Array.from({ length: 501 }, (_, number) => `s${number}`);
  const documents = names.map((name) => service.replace("web", name));
  const checked = await checkManifests(documents, "1.29.0");
  expect(checked.map(({ name }) => name)).toEqual(names);
});

it("a document that is none is an error", async () => {
  await expect(checkManifests(["# nothing\n"], "1.29.0")).rejects.toThrow(/answered for 0 of 1/);
});
