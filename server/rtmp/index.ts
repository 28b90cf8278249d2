/** What others may import of RTMP: the protocol without sockets and clocks. */
export type { PublishAddress } from "./address.ts";
export { type AmfObject, type AmfValue, isAmfObject, readAmf, writeAmf } from "./amf0.ts";
export { ClientSession, type ClientStep, type ClientTarget } from "./client-session.ts";
export { limitsOfPublisher, type SessionLimits } from "./limits.ts";
export { ProtocolError } from "./protocol-error.ts";
export { ServerSession, type SessionEvent, type SessionStep } from "./server-session.ts";
