/** What other folders may import from this one. */
export { type LocalAccess, localAccess } from "./local-access.ts";
export {
  embeddedValues,
  handOver,
  type LocalIngest,
  type LocalService,
  type LocalServiceOptions,
  startLocalService,
} from "./local-service.ts";
export { writeSecret } from "./mounted-secrets.ts";
export { type StartedStream, startStream, stayUp } from "./started-stream.ts";
export { reportText, type StreamResult, streamResult } from "./stream-result.ts";
export { measureStream } from "./stream-usage.ts";
