/** A delivery report that somebody hands to the bounce address by hand: a stranger's, or a forger's. */

/** A report (RFC 3464) which says that there is no such user as `recipient`. */
export function reportOn(recipient: string): string {
  return `From: Mail Delivery System <mailer-daemon@mx.example.org>
To: undisclosed-recipients:;
Subject: Delivery failed
Date: Sun, 22 Nov 2026 18:02:28 +0000
Message-ID: <${recipient.replace("@", ".")}@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=edge"

--=edge
Content-Type: text/plain

There is no such user.

--=edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ${recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--=edge--
`;
}
