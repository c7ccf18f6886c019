import { describe, expect, it } from "vitest";
import { foldSender, isForeignFrom } from "../../src/detect/entity.js";

describe("foldSender", () => {
  it.each([
    ["SRS0=HHH=TT=orig.example=ann@forwarder.example", "SRS@forwarder.example"],
    ["srs1=HHH=other.example==HHH=TT=orig.example=ann@forwarder.example", "SRS@forwarder.example"],
    ["SRS0+HHH=TT=orig.example=ann@forwarder.example", "SRS@forwarder.example"],
    ["ann@customer.example", "ann@customer.example"],
    ["srs@customer.example", "srs@customer.example"],
    ["SRS0=without-domain", "SRS0=without-domain"],
  ])("%s counts as %s", (sender, folded) => {
    expect(foldSender(sender)).toBe(folded);
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
