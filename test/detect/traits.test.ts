import { describe, expect, it } from "vitest";
import { clientOf, isForeignFrom } from "../../src/detect/traits.js";

describe("clientOf", () => {
  it.each([
    ["192.0.2.17", "192.0.2.17", "192.0.2"],
    ["::ffff:192.0.2.17", "192.0.2.17", "192.0.2"],
    ["2001:db8:12:34::1", "2001:db8:12:34", "2001:db8:12"],
    ["2001:0DB8:0012:0034:5:6:7:8", "2001:db8:12:34", "2001:db8:12"],
    ["2001:db8::1", "2001:db8:0:0", "2001:db8:0"],
    ["::1", "0:0:0:0", "0:0:0"],
  ])("%s is a client of its network", (text, address, network) => {
    expect(clientOf(text)).toEqual({ address, network });
  });

  it.each(["unknown", "", "mail.example", "192.0.2", "fe80", "2001:db8::zz", ":".repeat(5000)])(
    "%j is none",
    (text) => {
      expect(clientOf(text)).toBeNull();
    },
  );

  it("takes two addresses of one IPv6 host for one client", () => {
    expect(clientOf("2001:db8:12:34:aaaa::1")?.address).toBe(clientOf("2001:db8:12:34:bbbb::2")?.address);
  });
});

describe("isForeignFrom", () => {
  it.each([
    ["ann@customer.example", "bank@elsewhere.example", true],
    ["ann@customer.example", "info@customer.example", false],
    ["ann@customer.example", "info@news.customer.example", false],
    ["ann@mail.customer.example", "info@customer.example", false],
    ["ann@customer.example", "info@notcustomer.example", true],
    ["ann", "bank@elsewhere.example", false],
    ["ann@customer.example", null, false],
    ["ann@customer.example", "nobody", false],
  ])("%s writing as %s: %s", (sender, from, foreign) => {
    expect(isForeignFrom(sender, from)).toBe(foreign);
  });
});
