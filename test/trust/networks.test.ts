import { describe, expect, it } from "vitest";
import { isInNetworks, networksIn, parseNetwork, PRIVATE } from "../../src/trust/networks.js";

describe("isInNetworks", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.2", "192.0.2.1", false],
    ["192.0.2.255", "192.0.2.0/24", true],
    ["192.0.3.0", "192.0.2.0/24", false],
    ["192.0.3.0", "192.0.2.0/23", true],
    ["10.1.2.3", "0.0.0.0/0", true],
    ["2001:db8::1", "2001:DB8::/32", true],
    ["IPv6:2001:db8::1", "[2001:db8::]/32", true],
    ["2001:db9::1", "2001:db8::/32", false],
    ["2001:db8:0:0:0:0:0:1", "2001:db8::1", true],
    ["::ffff:192.0.2.7", "192.0.2.0/24", true],
    ["192.0.2.7", "::/0", false],
    ["fe80::1%eth0", "fe80::/10", true],
  ])("%s is in %s: %s", (address, network, isIn) => expect(isInNetworks(address, networksIn([network]))).toBe(isIn));

  it.each([
    "",
    "example.com",
    "192.0.2",
    "192.0.2.256",
    "192.0.2.1/33",
    "1::2::3",
    "::/129",
    "192.0.2.0/24/1",
    "12345::",
  ])("%j is no network", (text) => expect(parseNetwork(text)).toBeNull());

  it("knows what no message from outside comes from", () => {
    expect(["127.0.0.1", "::1", "10.9.8.7", "172.18.0.5", "fd00::1"].every((one) => isInNetworks(one, PRIVATE))).toBe(
      true,
    );
    expect(["203.0.113.9", "172.32.0.1", "2001:db8::1"].some((one) => isInNetworks(one, PRIVATE))).toBe(false);
    expect(isInNetworks(null, PRIVATE)).toBe(false);
  });
});
