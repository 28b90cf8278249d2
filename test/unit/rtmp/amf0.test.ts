import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AmfValue, ProtocolError, readAmf, writeAmf } from "../../../server/rtmp/index.ts";

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, each) => each ?? null));

/** Values as encoders send them: nested a little, with names of any text. */
const { value } = fc.letrec<{ value: AmfValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.string({ maxLength: 40 }),
    fc.constant(null),
    fc.constant(undefined),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), tie("value"), { maxKeys: 4, noNullPrototype: false }),
    fc.array(tie("value"), { maxLength: 4 }),
  ),
}));

describe("AMF0", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (values) => {
        expect(plain(readAmf(writeAmf(...values)))).toEqual(plain(values));
      }),
    );
  });

  it("of an ECMA array, a long text, a date and a typed object is what they hold", () => {
    const text = "x".repeat(70_000);
    expect(readAmf(writeAmf(text))).toEqual([text]);
    const date = new Date("2026-11-29T00:00:00Z");
    expect(readAmf(writeAmf(date))).toEqual([date]);
    // ECMA array {a: true} with a count of 0, as encoders write it.
    expect(readAmf(Uint8Array.of(8, 0, 0, 0, 0, 0, 1, 0x61, 1, 1, 0, 0, 9))).toEqual([{ a: true }]);
    // Typed object of class "c".
    expect(readAmf(Uint8Array.of(0x10, 0, 1, 0x63, 0, 1, 0x61, 5, 0, 0, 9))).toEqual([{ a: null }]);
  });

  it("of a name that JavaScript gives a meaning is a name", () => {
    const object = JSON.parse('{"__proto__": {"polluted": true}}') as AmfValue;
    const [read] = readAmf(writeAmf(object));
    expect(Object.keys(read as object)).toEqual(["__proto__"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each<[string, Uint8Array]>([
    ["nested 40,000 deep", new Uint8Array(40_000 * 4).map((_, index) => [3, 0, 1, 0x61][index % 4] ?? 0)],
    ["arrays nested 40,000 deep", new Uint8Array(40_000 * 5).map((_, index) => [10, 0, 0, 0, 1][index % 5] ?? 0)],
    ["of more values than any message has", new Uint8Array(10_000).fill(5)],
    ["of an array longer than its message", Uint8Array.of(10, 0xff, 0xff, 0xff, 0xff)],
    ["of a text longer than its message", Uint8Array.of(2, 0xff, 0xff, 0x61)],
    ["that ends within a number", Uint8Array.of(0, 1, 2)],
    ["of an unknown type", Uint8Array.of(0x42)],
  ])("%s is refused", (_, bytes) => {
    expect(() => readAmf(bytes)).toThrow(ProtocolError);
  });

  it("of any bytes is values or a refusal", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readAmf(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
