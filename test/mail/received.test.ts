import { describe, expect, it } from "vitest";
import type { ReceivedField } from "../../src/bounce.js";
import { parseReceived } from "../../src/mail/received.js";

const nothing: Omit<ReceivedField, "forAddress" | "protocol"> = {
  fromHost: null,
  clientName: null,
  clientAddress: null,
  byHost: null,
  queueId: null,
  login: null,
  userId: null,
  isLocallyGenerated: false,
};

const cases: readonly (readonly [string, string, Partial<ReceivedField>])[] = [
  [
    "Postfix, authenticated",
    "from client.example (unknown [192.0.2.7])\n\t(Authenticated sender: alice)\n\tby mx.example.net (Postfix) with ESMTPSA id 92F6A562327\n\tfor <x@example.org>; Sun, 22 Nov 2026 18:04:41 +0000 (UTC)",
    {
      fromHost: "client.example",
      clientAddress: "192.0.2.7",
      byHost: "mx.example.net",
      queueId: "92F6A562327",
      login: "alice",
    },
  ],
  [
    "Postfix with TLS comments, unfolded",
    "from pc (dsl.example.com [IPv6:2001:db8::1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits)) (No client certificate requested) (Authenticated sender: bob@example.com) by mx.example.net (Postfix) with ESMTPSA id 4AbCdEf12GhIj",
    {
      fromHost: "pc",
      clientName: "dsl.example.com",
      clientAddress: "2001:db8::1",
      byHost: "mx.example.net",
      queueId: "4AbCdEf12GhIj",
      login: "bob@example.com",
    },
  ],
  [
    "Postfix's own mail",
    "by mx.example.net (Postfix)\n\tid A61E256237C; Sun, 22 Nov 2026",
    { byHost: "mx.example.net", queueId: "A61E256237C", isLocallyGenerated: true },
  ],
  [
    "Postfix's sendmail command",
    "by mx.example.net (Postfix, from userid 0) id A61E256237C; today",
    { byHost: "mx.example.net", queueId: "A61E256237C", userId: 0 },
  ],
  [
    "a login that the client puts in its name",
    "from (Authenticated sender: eve) (unknown [192.0.2.7]) by mx (Postfix) id 1",
    { clientAddress: "192.0.2.7", byHost: "mx", queueId: "1" },
  ],
  [
    "a login behind by",
    "from a (b.example [192.0.2.7]) by mx (Authenticated sender: eve) id 1",
    { fromHost: "a", clientName: "b.example", clientAddress: "192.0.2.7", byHost: "mx", queueId: "1" },
  ],
  [
    "Exim, no name found",
    "from [192.0.2.7] (helo=client.example)\n\tby exim.example.net with esmtp (Exim 4.96)\n\t(envelope-from <a@example.com>)\n\tid 1xVCHs-0000ND-2J\n\tfor x@example.org;",
    { fromHost: "client.example", clientAddress: "192.0.2.7", byHost: "exim.example.net", queueId: "1xVCHs-0000ND-2J" },
  ],
  [
    "Exim, name found",
    "from dsl.example.com ([192.0.2.7] helo=client.example) by exim.example.net with esmtpsa (TLS1.3) (Exim 4.96) id 1x",
    {
      fromHost: "client.example",
      clientName: "dsl.example.com",
      clientAddress: "192.0.2.7",
      byHost: "exim.example.net",
      queueId: "1x",
    },
  ],
  [
    "Exim, local",
    "from Debian-exim by exim.example.net with local (Exim 4.96) id 1x",
    { fromHost: "Debian-exim", byHost: "exim.example.net", queueId: "1x" },
  ],
  [
    "Sendmail",
    "from client.example (mail.example.com [192.0.2.7])\n\tby sm.example.net (8.17.1.9/8.17.1.9) with ESMTP id 6AMIWVu1002765;",
    {
      fromHost: "client.example",
      clientName: "mail.example.com",
      clientAddress: "192.0.2.7",
      byHost: "sm.example.net",
      queueId: "6AMIWVu1002765",
    },
  ],
  [
    "Sendmail, name not to be believed",
    "from client.example (mail.example.com [192.0.2.7] (may be forged)) by sm.example.net (8.17/8.17) id 6A",
    { fromHost: "client.example", clientAddress: "192.0.2.7", byHost: "sm.example.net", queueId: "6A" },
  ],
  [
    "Sendmail's own mail",
    "from localhost (localhost) by sm.example.net (8.17/8.17) id 6A;",
    { fromHost: "localhost", byHost: "sm.example.net", queueId: "6A" },
  ],
  [
    "Exchange",
    "from A.PROD.EXAMPLE.COM (2001:db8:a::1) by\n B.PROD.EXAMPLE.COM (2001:db8:b::2%12) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20.1; today",
    {
      fromHost: "A.PROD.EXAMPLE.COM",
      clientAddress: "2001:db8:a::1",
      byHost: "B.PROD.EXAMPLE.COM",
      queueId: "15.20.1",
    },
  ],
  [
    "Exchange, IPv4",
    "from a.example (10.0.0.1) by b.example (10.0.0.2) with Microsoft SMTP Server id 8.1",
    { fromHost: "a.example", clientAddress: "10.0.0.1", byHost: "b.example", queueId: "8.1" },
  ],
  [
    "qmail",
    "from unknown (HELO client.example) (192.0.2.7)\n  by 0 with SMTP; 12 Jun 2026",
    { fromHost: "client.example", clientAddress: "192.0.2.7", byHost: "0" },
  ],
  [
    "qmail, name found",
    "from dsl.example.com (HELO client) (a@192.0.2.7) by mx with SMTP; x",
    { fromHost: "client", clientName: "dsl.example.com", clientAddress: "192.0.2.7", byHost: "mx" },
  ],
  ["qmail, local", "(qmail 21084 invoked from network); 12 Jun 2026", {}],
  [
    "Courier",
    "from client.example ([::ffff:192.0.2.7])\n  by courier.example.net with ESMTP\n  id 000A.000B",
    { fromHost: "client.example", clientAddress: "192.0.2.7", byHost: "courier.example.net", queueId: "000A.000B" },
  ],
  [
    "Gmail",
    "from mail-x.example.com (mail-x.example.com. [192.0.2.7]) by mx.example.net with ESMTPS id abc-1sor2 for <x@example.org> (Google Transport Security); today",
    {
      fromHost: "mail-x.example.com",
      clientName: "mail-x.example.com",
      clientAddress: "192.0.2.7",
      byHost: "mx.example.net",
      queueId: "abc-1sor2",
    },
  ],
  [
    "OpenSMTPD",
    "from x (x.example [local]) by mx.example (OpenSMTPD) with ESMTPA id 54321845 for <a@b>;",
    { fromHost: "x", clientName: "x.example", byHost: "mx.example", queueId: "54321845" },
  ],
  ["clauses behind the date", "from a by b; from c by d id e", { fromHost: "a", byHost: "b" }],
  ["nothing", "", {}],
  [
    "an open comment",
    "from a (b [192.0.2.7] by c id d",
    { fromHost: "a", clientName: "b", clientAddress: "192.0.2.7" },
  ],
];

describe("parseReceived", () => {
  it.each(cases)("reads %s", (_, value, expected) => {
    expect(parseReceived(value)).toMatchObject({ ...nothing, ...expected });
  });

  it("reads whom the message was for, and by which protocol it came", () => {
    expect(
      parseReceived("from a (a [192.0.2.7]) by mx (Postfix) with ESMTPSA id 1 for <a@b.example>; x"),
    ).toMatchObject({
      forAddress: "a@b.example",
      protocol: "ESMTPSA",
    });
    expect(parseReceived("from a by mx id 1")).toMatchObject({ forAddress: null, protocol: null });
  });

  it.each(["by mx.example.net (Postcow) id 4AbC; today", "by mx.example.net (My Mailer 1.0)\n\tid 4AbC; today"])(
    "knows Postfix's own message by its form, whatever its mail_name: %s",
    (value) => expect(parseReceived(value).isLocallyGenerated).toBe(true),
  );

  it.each([
    "by mx.example.net (Postcow, from userid 33) id 4AbC; today",
    "by mx.example.net id 4AbC; today",
    "by mx.example.net (Postfix) (again) id 4AbC; today",
    "by mx.example.net (Postfix) with HTTP id 4AbC; today",
    "by mx.example.net (Postfix) id 4AbC for <a@b.example>; today",
    "(x) by mx.example.net (Postfix) id 4AbC; today",
    "from a by mx.example.net (Postfix) id 4AbC; today",
    "by mx.example.net other (Postfix) id 4AbC; today",
  ])("takes nothing else for it: %s", (value) => expect(parseReceived(value).isLocallyGenerated).toBe(false));

  it("asks what the client said of itself only where no host looked at it", () => {
    expect(
      parseReceived("from [127.0.0.1] (unknown [unknown]) by mx (Postfix) with ESMTP id 1").clientAddress,
    ).toBeNull();
    expect(parseReceived("from [192.0.2.7] by mx with SMTP id 1").clientAddress).toBe("192.0.2.7");
  });
});
