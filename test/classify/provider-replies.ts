/**
 * What providers and gateways answer, out of their own public documentation and of those who write to them, with the verdict
 * that the documentation calls for. Written down before the rules were tried on it, so that it measures them.
 */
import type { Evidence } from "../../src/classify/rule.js";
import type { Reason } from "../../src/reason.js";

type Reply = readonly [
  reply: string,
  severity: "hard" | "soft",
  reason: Reason,
  /** What a notification says beside the reply. */
  beside?: Partial<Evidence>,
];

/** Provider, the host that answers, and its replies. The recipient is user@example.com unless the reply names another. */
export const PROVIDER_REPLIES: readonly (readonly [provider: string, host: string, replies: readonly Reply[]])[] = [
  [
    "Gmail",
    "gmail-smtp-in.l.google.com",
    [
      [
        "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. For more information, go to https://support.google.com/mail/?p=NoSuchUser a1-20020a0560001a88si.12 - gsmtp",
        "hard",
        "user-unknown",
      ],
      [
        "550-5.2.1 The email account that you tried to reach is inactive. For more information, go to https://support.google.com/mail/?p=DisabledUser a1-20020a05si.12 - gsmtp",
        "soft",
        "mailbox-disabled",
      ],
      [
        "452-4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaTemp a1-20020a05si.12 - gsmtp",
        "soft",
        "mailbox-full",
      ],
      [
        "450-4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message at a later time. If the user is able to receive mail at that time, your message will be delivered. a1-20020a05si.12 - gsmtp",
        "soft",
        "rate-limited",
      ],
      [
        "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your DKIM domain. To protect our users from spam, mail sent from your domain has been temporarily rate limited. a1-20020a05si.12 - gsmtp",
        "soft",
        "rate-limited",
      ],
      [
        "550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. Authentication results: DKIM = did not pass SPF [example.net] with ip: [192.0.2.1] = did not pass a1-20020a05si.12 - gsmtp",
        "soft",
        "auth-failure",
      ],
      [
        "550-5.7.25 The IP address sending this message does not have a PTR record setup, or the corresponding forward DNS entry does not match the sending IP. As a policy, Gmail does not accept messages from IPs with missing PTR records. a1-20020a05si.12 - gsmtp",
        "soft",
        "require-ptr",
      ],
      [
        "552-5.7.0 This message was blocked because its content presents a potential security issue. To review our message content and attachment content guidelines, go to https://support.google.com/mail/?p=BlockedMessage a1-20020a05si.12 - gsmtp",
        "soft",
        "virus-detected",
      ],
      [
        "550-5.7.1 Gmail has detected that this message is likely unsolicited mail. To reduce the amount of spam sent to Gmail, this message has been blocked. a1-20020a05si.12 - gsmtp",
        "soft",
        "spam-detected",
      ],
      [
        "552-5.3.4 Your message file exceeded Google's message size limits. For more information, visit https://support.google.com/mail/?p=MaxSizeError a1-20020a05si.12 - gsmtp",
        "soft",
        "message-too-big",
      ],
      [
        "550-5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to https://support.google.com/a/answer/166852 a1-20020a05si.12 - gsmtp",
        "soft",
        "rate-limited",
      ],
      [
        "550 5.7.1 This message violates example.com email policy. - gcdp a1-20020a05si.12 - gsmtp",
        "soft",
        "policy-violation",
      ],
      [
        "421 4.7.0 TLS required for RCPT domain, closing connection. a1-20020a05si.12 - gsmtp",
        "soft",
        "failed-starttls",
      ],
      [
        "550-5.7.1 Messages missing a valid Message-ID header are not accepted. For more information, visit https://support.google.com/mail/?p=RfcMessageNonCompliant a1-20020a05si.12 - gsmtp",
        "soft",
        "not-compliant-rfc",
      ],
    ],
  ],
  [
    "Microsoft",
    "example-com.mail.protection.outlook.com",
    [
      [
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient user@example.com not found by SMTP address lookup",
        "hard",
        "user-unknown",
      ],
      [
        "550 5.4.1 Recipient address rejected: Access denied. For more information see https://aka.ms/EXOSmtpErrors [DB5EUR03FT012.eop-EUR03.prod.protection.outlook.com 2026-03-01T10:00:00.000Z]",
        "hard",
        "user-unknown",
      ],
      [
        "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150). You can also refer your provider to http://mail.live.com/mail/troubleshooting.aspx#errors. [DB3EUR04FT007.eop-eur04.prod.protection.outlook.com] (in reply to MAIL FROM command)",
        "soft",
        "blocked",
      ],
      [
        "550 5.7.515 Access denied, sending domain EXAMPLE.NET does not meet the required authentication level. The sender's domain in the 5322.From address doesn't meet the authentication requirements defined for the sender. To learn how to fix this see: https://go.microsoft.com/fwlink/p/?linkid=2319303 Spf= Fail , Dkim= Fail , DMARC= Fail [DB5EUR03FT012.eop-EUR03.prod.protection.outlook.com]",
        "soft",
        "auth-failure",
      ],
      [
        "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719) [DB5EUR03FT012.eop-EUR03.prod.protection.outlook.com]",
        "soft",
        "rate-limited",
      ],
      [
        "550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit https://sender.office.com/ and follow the directions. For more information please go to http://go.microsoft.com/fwlink/?LinkID=526655",
        "soft",
        "blocked",
      ],
      [
        "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526653",
        "soft",
        "blocked",
      ],
      [
        "550 5.1.8 Access denied, bad outbound sender AS(42004). For more information please go to http://go.microsoft.com/fwlink/?LinkId=875724",
        "soft",
        "sender-banned",
      ],
      [
        "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group",
        "soft",
        "not-allowed",
      ],
      [
        "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent exception",
        "soft",
        "mailbox-full",
      ],
      ["550 5.4.300 Message expired", "soft", "expired"],
      ["550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "soft", "no-relaying"],
      [
        "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)",
        "soft",
        "policy-violation",
      ],
      [
        "550 5.7.23 The message was rejected because of Sender Policy Framework violation -> 550 5.7.23 example.net",
        "soft",
        "auth-failure",
      ],
      [
        "550 5.7.509 Access denied, sending domain example.net does not pass DMARC verification and has a DMARC policy of reject.",
        "soft",
        "auth-failure",
      ],
      [
        "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com]",
        "hard",
        "user-unknown",
      ],
    ],
  ],
  [
    "Yahoo",
    "mta5.am0.yahoodns.net",
    [
      [
        "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes",
        "soft",
        "bad-reputation",
      ],
      [
        "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes",
        "soft",
        "policy-violation",
      ],
      ["552 1 Requested mail action aborted, mailbox not found", "hard", "user-unknown"],
      [
        "554 delivery error: dd This user doesn't have a yahoo.com account (user@example.com) [0] - mta4001.mail.ne1.yahoo.com",
        "hard",
        "user-unknown",
      ],
      [
        "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list; see https://postmaster.yahooinc.com/error-codes",
        "soft",
        "blocked",
      ],
      [
        "550 5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to authenticate with either SPF or DKIM. See https://senders.yahooinc.com/smtp-error-codes/#authentication-failures",
        "soft",
        "auth-failure",
      ],
      [
        "451 mta1045.mail.ne1.yahoo.com Resources temporarily unavailable. Please try again later [#4.16.5].",
        "soft",
        "system-error",
      ],
    ],
  ],
  [
    "iCloud",
    "mx01.mail.icloud.com",
    [
      [
        "550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137",
        "soft",
        "policy-violation",
      ],
      ["550 5.1.1 <user@example.com>: user does not exist", "hard", "user-unknown"],
      ["552 5.2.2 <user@example.com>: user is over quota", "soft", "mailbox-full"],
      [
        "421 4.7.1 Messages to user@example.com deferred due to excessive volume. Try again later - https://support.apple.com/en-us/HT204137",
        "soft",
        "rate-limited",
      ],
      [
        "550 5.7.1 Your email was rejected due to having a domain present in the Spamhaus DBL -- see https://www.spamhaus.org/dbl/",
        "soft",
        "blocked",
      ],
      ["550 5.7.1 Your message was rejected due to example.net DMARC policy.", "soft", "auth-failure"],
    ],
  ],
  [
    "GMX and Web.de",
    "mx00.emig.gmx.net",
    [
      [
        "554-gmx.net (mxgmx104) Nemesis ESMTP Service not available 554-No SMTP service 554-IP address is block listed. 554 For explanation visit https://postmaster.gmx.net/en/case?c=r0201&i=ip&v=192.0.2.1&r=1MNcgj",
        "soft",
        "blocked",
      ],
      [
        "554-web.de (mxweb012) Nemesis ESMTP Service not available 554-No SMTP service 554-Bad DNS PTR resource record. 554 For explanation visit https://postmaster.web.de/en/case?c=rdns&i=ip&v=192.0.2.1",
        "soft",
        "require-ptr",
      ],
      [
        "550-Requested action not taken: mailbox unavailable 550 For explanation visit https://postmaster.gmx.net/en/error-messages?ip=192.0.2.1&c=unb",
        "hard",
        "user-unknown",
      ],
      [
        "550 <user@example.com>: Reject due to SPF policy. The originating IP of the message is not permitted by the domain owner",
        "soft",
        "auth-failure",
      ],
      [
        "552-Requested mail action aborted: exceeded storage allocation 552-Quota exceeded. The recipient's mailbox is full. 552 For explanation visit https://postmaster.gmx.net/en/error-messages?c=quot",
        "soft",
        "mailbox-full",
      ],
      ["421 Rate limit reached. Please try again later", "soft", "rate-limited"],
      ["421 Reject due to policy violations", "soft", "policy-violation"],
    ],
  ],
  [
    "T-Online",
    "mx00.t-online.de",
    [
      [
        "554 IP=192.0.2.1 - None/bad reputation. Ask your postmaster for help or to contact tobr@rx.t-online.de for reset. (NOWL)",
        "soft",
        "bad-reputation",
      ],
      [
        "554 IP=192.0.2.1 - Dialup/transient IP not allowed. Use a mailgateway or contact tobr@rx.t-online.de if obsolete. (DIAL)",
        "soft",
        "blocked",
      ],
      ["552 5.2.2 Over STORAGE quota", "soft", "mailbox-full"],
    ],
  ],
  [
    "Orange",
    "smtp-in.orange.fr",
    [
      [
        "421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104 [104]",
        "soft",
        "rate-limited",
      ],
      [
        "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_416 [416]",
        "hard",
        "user-unknown",
      ],
      ["550 5.7.1 Mail rejete. Mail rejected. OFR_506 [506]", "soft", "spam-detected"],
      ["552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]", "soft", "mailbox-full"],
      [
        "421 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR004_105 [105]",
        "soft",
        "blocked",
      ],
    ],
  ],
  [
    "Free",
    "mx1.free.fr",
    [
      ["550 5.2.1 This mailbox has been blocked due to inactivity", "soft", "mailbox-disabled"],
      [
        "421 Too many spams from your IP (192.0.2.1), please visit http://postmaster.free.fr/",
        "soft",
        "bad-reputation",
      ],
    ],
  ],
  [
    "La Poste",
    "smtp4.laposte.net",
    [
      [
        "421 4.3.2 Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. LPN105_104",
        "soft",
        "rate-limited",
      ],
    ],
  ],
  [
    "Libero",
    "smtp-in.libero.it",
    [
      [
        "550 smtp-25.iol.local smtp-25.iol.local IP blacklisted by CSI. For remediation please use http://csi.cloudmark.com/reset-request/?ip=192.0.2.1 [smtp-25.iol.local; LIB_102]",
        "soft",
        "blocked",
      ],
      ["552 RCPT TO:<user@example.com> User quota exceeded", "soft", "mailbox-full"],
    ],
  ],
  [
    "Comcast",
    "mx2.comcast.net",
    [
      [
        "554 resimta-po-01v.sys.comcast.net comcast 192.0.2.1 Comcast requires that all mail servers must have a PTR record with a valid Reverse DNS entry. Currently your mail server does not fill that requirement. For more information, refer to: http://postmaster.comcast.net/smtp-error-codes.php#554",
        "soft",
        "require-ptr",
      ],
      [
        "421 4.1.0 192.0.2.1 Throttled - try again later. Please see http://postmaster.comcast.net/smtp-error-codes.php#RL000010",
        "soft",
        "rate-limited",
      ],
      [
        "550 5.2.0 a1b2 Message rejected due to DMARC. Please see http://postmaster.comcast.net/smtp-error-codes.php#DM000001",
        "soft",
        "auth-failure",
      ],
      [
        "554 resimta-po-02v.sys.comcast.net comcast 192.0.2.1 found on one or more DNSBLs, see http://postmaster.comcast.net/smtp-error-codes.php#BL000001",
        "soft",
        "blocked",
      ],
    ],
  ],
  [
    "Spectrum",
    "pkvw-mx.msg.pkvw.co.charter.net",
    [
      ["421 cmsmtp 192.0.2.1 blocked. AUP#In-1340", "soft", "rate-limited"],
      ["550 5.1.0 <alice@example.net> sender rejected. AUP#In-1310", "soft", "rejected"],
      ["421 cmsmtp 192.0.2.1 blocked. AUP#In-1370", "soft", "blocked"],
    ],
  ],
  [
    "Cox",
    "cxr.mx.a.cloudfilter.net",
    [
      [
        "554 cxr.mx.a.cloudfilter.net cox 192.0.2.1 blocked - Error Code: CXBL - Refer to Error Codes section at https://www.cox.com/residential/support/email-error-codes.html",
        "soft",
        "blocked",
      ],
      [
        "554 cxr.mx.a.cloudfilter.net cox too many sessions from 192.0.2.1 Refer to Error Codes section at https://www.cox.com/residential/support/email-error-codes.html",
        "soft",
        "rate-limited",
      ],
    ],
  ],
  [
    "AT&T",
    "al-ip4-mx-vip1.prodigy.net",
    [
      [
        "553 5.3.0 flpd575 DNSBL:RBL 521< 192.0.2.1 >_is_blocked.For assistance forward this error to abuse_rbl@abuse-att.net",
        "soft",
        "blocked",
      ],
      ["550 [suspend] Mailbox currently suspended--Please contact correspondent directly.", "soft", "mailbox-disabled"],
      ["550 [permfail] bellsouth.net requires valid sender domain", "soft", "rejected"],
    ],
  ],
  [
    "Proofpoint",
    "mx1-us1.ppe-hosted.com",
    [
      ["554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1", "soft", "blocked"],
      [
        "550 5.7.1 <user@example.com>: Recipient address rejected: User email address is marked as invalid",
        "hard",
        "user-unknown",
      ],
    ],
  ],
  [
    "Mimecast",
    "eu-smtp-inbound-1.mimecast.com",
    [
      [
        "550 Rejected by header based Anti-Spoofing policy: alice@example.net - https://community.mimecast.com/docs/DOC-1369#550 [a1B2c3D4]",
        "soft",
        "auth-failure",
      ],
      ["550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [a1B2c3D4]", "hard", "user-unknown"],
      [
        "451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451 [a1B2c3D4]",
        "soft",
        "greylisted",
      ],
      [
        "550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550 [a1B2c3D4]",
        "soft",
        "rejected",
      ],
      ["421 Sender address blocked", "soft", "rejected"],
    ],
  ],
  [
    "Barracuda",
    "d241253a.ess.barracudanetworks.com",
    [
      ["550 permanent failure for one or more recipients (user@example.com:blocked)", "soft", "blocked"],
      ["554 rejected due to spam content", "soft", "spam-detected"],
      ["420 The message has been deferred due to suspect content. Try again later.", "soft", "spam-detected"],
    ],
  ],
  [
    "Cisco",
    "mx1.example.com",
    [
      [
        "554-mx1.example.com 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation. If you believe that this failure is in error, please contact the intended recipient via alternate means.",
        "soft",
        "bad-reputation",
      ],
    ],
  ],
  [
    "Trend Micro",
    "in.tmes.trendmicro.eu",
    [
      [
        "550 5.7.1 Service unavailable; client [192.0.2.1] blocked using Trend Micro RBL+. Please see http://www.mail-abuse.com/cgi-bin/lookup?ip_address=192.0.2.1",
        "soft",
        "blocked",
      ],
      [
        "450 4.7.1 Mail from 192.0.2.1 deferred using Trend Micro Email Reputation database. Please see https://www.mail-abuse.com/cgi-bin/lookup?192.0.2.1",
        "soft",
        "bad-reputation",
      ],
    ],
  ],
  [
    "Amazon SES",
    "email-smtp.eu-west-1.amazonaws.com",
    [
      [
        "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: alice@example.net",
        "soft",
        "rejected",
      ],
      ["454 Throttling failure: Maximum sending rate exceeded.", "soft", "rate-limited"],
      ["454 Throttling failure: Daily message quota exceeded.", "soft", "rate-limited"],
      ["535 Authentication Credentials Invalid", "soft", "security-error"],
      ["421 Too many concurrent SMTP connections", "soft", "rate-limited"],
    ],
  ],
  [
    "Zoho",
    "mx.zoho.com",
    [
      ["550 5.4.6 Unusual sending activity detected. Please try after sometime", "soft", "sender-banned"],
      ["541 5.4.1 Mail rejected by destination domain", "soft", "filtered"],
      ["552 5.7.1 virus Win.Test.EICAR_HDB-1 detected by Zoho Mail", "soft", "virus-detected"],
      ["554 5.1.8 Sender Address Blocked", "soft", "rejected"],
    ],
  ],
  [
    "Yandex",
    "mx.yandex.net",
    [
      ["550 5.7.1 No such user! 1712345678-AbCdEfGh", "hard", "user-unknown"],
      ["550 5.7.1 Policy rejection on the target address", "soft", "mailbox-disabled"],
      ["552 5.2.2 Mailbox size limit exceeded 1712345678-AbCdEfGh", "soft", "mailbox-full"],
      [
        "554 5.7.1 Message rejected under suspicion of SPAM; https://ya.cc/1IrBc 1712345678-AbCdEfGh",
        "soft",
        "spam-detected",
      ],
    ],
  ],
  [
    "Mail.ru",
    "mxs.mail.ru",
    [
      [
        "550 spam message rejected. Please visit http://help.mail.ru/notspam-support/id?c=a1b2 or report details to abuse@corp.mail.ru. Error code: A1B2C3.",
        "soft",
        "spam-detected",
      ],
      [
        "550 Message was not accepted -- invalid mailbox. Local mailbox user@example.com is unavailable: user not found",
        "hard",
        "user-unknown",
      ],
      ["550 message sending for this account is disabled", "soft", "sender-banned"],
    ],
  ],
  [
    "QQ",
    "mx3.qq.com",
    [
      [
        "550 Mail content denied. http://service.exmail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000726",
        "soft",
        "spam-detected",
      ],
      [
        "550 Mailbox unavailable or access denied [aB1c2. IP: 192.0.2.1] https://service.mail.qq.com/detail/122/166",
        "soft",
        "rate-limited",
      ],
      [
        "550 Mailbox not found. http://service.exmail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000728",
        "hard",
        "user-unknown",
      ],
      [
        "550 Sender frequency limited. http://service.exmail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000723",
        "soft",
        "rate-limited",
      ],
      ["550 Mail is rejected by recipients [aB1c2. IP: 192.0.2.1]", "soft", "filtered"],
      ["550 Suspected spam sender.", "soft", "bad-reputation"],
    ],
  ],
  [
    "NetEase",
    "163mx01.mxmail.netease.com",
    [
      [
        "554 DT:SPM 163 mx1,a1b2c3 1712345678 http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.1&hostid=mx1&time=1712345678",
        "soft",
        "spam-detected",
      ],
      [
        "550 MI:SPF mx1,a1b2c3 1712345678 http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.1&hostid=mx1&time=1712345678",
        "soft",
        "auth-failure",
      ],
      ["421 HL:ICC 163 mx1,a1b2c3 1712345678", "soft", "rate-limited"],
      ["450 DT:RBL 163 mx1,a1b2c3 1712345678", "soft", "blocked"],
      ["550 User not found: user@example.com", "hard", "user-unknown"],
    ],
  ],
  [
    "Naver and Daum",
    "mx1.naver.com",
    [
      ["421 4.3.2 Your IP(192.0.2.1) is filtered and this connection will be closed.", "soft", "blocked"],
      ["550 5.1.1 RUSR 192.0.2.1: No such user: <user@example.com>", "hard", "user-unknown"],
      [
        "421 4.4.5 CCRT 192.0.2.1: Connection refused. Server is busy(RT)",
        "soft",
        "blocked",
        { remoteMta: "mx1.hanmail.net" },
      ],
    ],
  ],
  [
    "Central Europe",
    "mx1.seznam.cz",
    [
      ["550 5.1.1 szn; User hasn't got the service mapped", "hard", "user-unknown"],
      ["552 5.2.0 0biL1i00V1cmcpM01biL4w spam detected", "soft", "spam-detected", { remoteMta: "mx.forpsi.com" }],
      ["550 5.1.0 0bcW1i00G0jifNx01bcmHa blocked by SPF", "soft", "auth-failure", { remoteMta: "mx.forpsi.com" }],
      ["550 5.1.1 Account not found", "hard", "user-unknown", { remoteMta: "mx.poczta.interia.pl" }],
      ["550 5.7.1 Recipient doesn't want your mail", "soft", "filtered", { remoteMta: "mx.poczta.interia.pl" }],
      [
        "550 5.7.0 [SPF] host mail.example.net (192.0.2.1) is not allowed to send mail from example.net",
        "soft",
        "auth-failure",
        { remoteMta: "mx.poczta.interia.pl" },
      ],
      [
        "450 4.2.0 <user@example.com>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.com.html",
        "soft",
        "greylisted",
        { remoteMta: "mx.bytecamp.net" },
      ],
      [
        "571 5.7.1 message classified as spam (Nachricht als Spam eingestuft)",
        "soft",
        "spam-detected",
        { remoteMta: "mx.bytecamp.net" },
      ],
    ],
  ],
  ["Telenor", "mx.online.no", [["550 5.1.1 <user@example.com>... User unknown", "hard", "user-unknown"]]],
  [
    "cPanel",
    "server.example.net",
    [
      [
        "Domain example.net has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message discarded.",
        "soft",
        "rate-limited",
        { format: "exim", diagnosticType: null, remoteMta: null },
      ],
      [
        "Domain example.net has exceeded the max emails per hour (100/100 (100%)) allowed. Message discarded.",
        "soft",
        "rate-limited",
        { format: "exim", diagnosticType: null, remoteMta: null },
      ],
    ],
  ],
  [
    // https://pomoc.poczta.interia.pl
    "Interia",
    "mx.poczta.interia.pl",
    [
      ["550 5.1.1 Account not found", "hard", "user-unknown"],
      ["550 5.2.1 Mailbox not available", "soft", "mailbox-disabled"],
      ["550 5.7.1 Recipient doesn't want your mail", "soft", "filtered"],
      ["550 5.7.0 [SPF] 192.0.2.1 is not allowed to send mail from example.net", "soft", "auth-failure"],
    ],
  ],
  [
    // https://napoveda.seznam.cz
    "Seznam",
    "mx1.seznam.cz",
    [["5.1.1 szn; User hasn't got the service mapped", "hard", "user-unknown"]],
  ],
  [
    // https://support.grhosting.cz/kb/a290
    "Forpsi, GR hosting",
    "mail.forpsi.com",
    [
      ["552 5.1.1 5.2.2 sorry, final recipient mailbox is full (chkuser)", "soft", "mailbox-full"],
      ["550 5.1.1 <alice@example.net> sender is blacklisted", "soft", "rejected"],
      ["552 5.2.0 0biL1i00V1cm01bi spam detected", "soft", "spam-detected"],
      ["550 5.1.0 0bcW1i00G0ji01bc blocked by SPF", "soft", "auth-failure"],
    ],
  ],
  [
    // https://www.virusfree.cz/en/help
    "Virusfree",
    "mx.virusfree.cz",
    [
      [
        "421 Service temporarily not available: DNS/PTR record point to A record that does not point to your IP (see RFC1912)",
        "soft",
        "require-ptr",
      ],
      ["554 Message refused by the scanner", "soft", "filtered"],
      ["554 5.7.1 IP listed on BAD.virusfree.cz", "soft", "blocked"],
    ],
  ],
  [
    // https://www.zoho.com/zeptomail/help/api/smtp-error-codes.html
    "Zoho",
    "smtpin.zoho.com",
    [
      ["553 Relaying disallowed as alice@example.net", "soft", "no-relaying"],
      ["552 5.7.1 virus Win.Test.EICAR_HDB-1 detected by Zoho Mail", "soft", "virus-detected"],
      ["552 5.2.0 Email size exceeded the policy", "soft", "message-too-big"],
      ["452 <user@example.com> Mailbox delivery restricted by policy error", "soft", "policy-violation"],
      ["541 5.4.1 Mail rejected by destination domain", "soft", "filtered"],
      ["550 5.2.1 Subject is Mandatory", "soft", "not-compliant-rfc"],
    ],
  ],
  [
    // https://www.fastmail.help
    "Fastmail",
    "in1-smtp.messagingengine.com",
    [
      ["551 5.7.1 Not authorised to send from this header address", "soft", "rejected"],
      ["535 5.7.8 Error: authentication failed: authentication failure", "soft", "security-error"],
      ["550 5.1.1 Sorry, user address unknown", "hard", "user-unknown"],
    ],
  ],
  [
    "Yahoo Small Business / AOL",
    "mta5.am0.yahoodns.net",
    [["451 4.7.1 Resources temporarily unavailable. Please try again later [TSS01]", "soft", "bad-reputation"]],
  ],
  [
    // https://support.apple.com
    "Apple iCloud",
    "mx01.mail.icloud.com",
    [
      [
        "554 5.7.1 [HM08] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137",
        "soft",
        "policy-violation",
      ],
      [
        "550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137",
        "soft",
        "policy-violation",
      ],
      [
        "554 5.7.1 Your message was rejected due to example.net's DMARC policy. See https://support.apple.com/en-us/HT204137 for info",
        "soft",
        "auth-failure",
      ],
      ["552 5.2.2 <user@icloud.com>: user is over quota", "soft", "mailbox-full"],
    ],
  ],
  [
    // https://www.twilio.com/docs/sendgrid
    "SendGrid",
    "smtp.sendgrid.net",
    [
      [
        "550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.",
        "soft",
        "rejected",
      ],
      ["451 Authentication failed: Maximum credits exceeded", "soft", "rate-limited"],
      ["535 Authentication failed: Bad username / password", "soft", "security-error"],
    ],
  ],
  [
    "Mailgun, Postmark",
    "smtp.mailgun.org",
    [
      ["605 Not delivering to previously bounced address", "soft", "user-unknown"],
      ["550 5.7.1 Domain example.net is not allowed to send: account disabled", "soft", "sender-banned"],
    ],
  ],
  [
    "Rackspace",
    "mx1.emailsrvr.com",
    [
      [
        "554 5.7.1 ACL dns_rbl; Client host [192.0.2.1] blocked using zen.spamhaus.org=127.0.0.2 Please visit http://www.spamhaus.org",
        "soft",
        "blocked",
      ],
      [
        "450 4.7.1 <user@example.com>: Recipient address rejected: Account is receiving too much mail",
        "soft",
        "rate-limited",
      ],
    ],
  ],
  [
    // https://docs.ovh.com
    "OVH",
    "mx1.mail.ovh.net",
    [
      ["550 5.7.1 Spam detected by OVH on your account, sending is blocked", "soft", "sender-banned"],
      ["550 5.1.1 <user@example.com>: Email rejected per user policy", "hard", "user-unknown"],
    ],
  ],
  ["Strato", "smtpin.rzone.de", [["550 5.7.1 Refused by local policy. No SPAM please!", "soft", "policy-violation"]]],
  [
    "Hostinger / Titan",
    "mx1.hostinger.com",
    [
      ["451 4.7.1 Hostinger_out_ratelimit: Ratelimit 'hostinger_out_ratelimit' exceeded", "soft", "rate-limited"],
      ["554 5.7.1 Disposable emails are not allowed", "soft", "spam-detected"],
    ],
  ],
  [
    "UOL / Locaweb / Terra (Brazil)",
    "mx.uol.com.br",
    [
      ["550 5.1.1 <user@example.com>: Recipient address rejected: Usuario inexistente", "hard", "user-unknown"],
      ["552 5.2.2 Caixa postal cheia", "soft", "mailbox-full"],
      ["554 5.7.1 Acesso bloqueado: IP 192.0.2.1 listado em nossa lista negra", "soft", "blocked"],
    ],
  ],
  [
    "Telenet / KPN / Ziggo",
    "mx.telenet.be",
    [
      [
        "554 telenet.be blocked: your IP 192.0.2.1 is listed, see http://csi.cloudmark.com/reset-request/?ip=192.0.2.1",
        "soft",
        "blocked",
      ],
      ["421 4.7.0 too many recipients from your IP this hour", "soft", "rate-limited"],
    ],
  ],
  [
    "SFR",
    "smtp-in.sfr.fr",
    [
      ["421 4.7.0 [IPTS04] 192.0.2.1 deferred", "soft", "bad-reputation"],
      ["421 service refuse, trop de messages depuis votre IP", "soft", "rate-limited"],
    ],
  ],
  [
    "Sophos, Trend Micro, Forcepoint",
    "mx.example.com",
    [
      [
        "550 5.7.1 Sophos Anti Spam Engine has blocked this Email because the sender IP Address was found on a Realtime Blacklist",
        "soft",
        "blocked",
      ],
      [
        "550 Service unavailable; Client host [192.0.2.1] blocked using Trend Micro Email Reputation Service. Please see https://servicecentral.trendmicro.com/",
        "soft",
        "bad-reputation",
      ],
      ["550 5.7.1 Message Rejected by Forcepoint: spam", "soft", "spam-detected"],
    ],
  ],
  [
    // https://developers.cloudflare.com/email-routing/postmaster/
    "Cloudflare email routing",
    "route1.mx.cloudflare.net",
    [
      ["550 5.1.1 Address does not exist", "hard", "user-unknown"],
      ["421 4.7.1 The email was not authenticated: neither SPF nor DKIM passed", "soft", "auth-failure"],
      ["554 5.7.1 upstream error: IP address has a bad reputation", "soft", "bad-reputation"],
      [
        "521 5.3.0 Upstream error, please check https://developers.cloudflare.com/email-routing/postmaster",
        "soft",
        "system-error",
      ],
    ],
  ],
  [
    "Stalwart",
    "mx.example.com",
    [
      ["452 4.2.2 Greylisted, please try again in a few moments", "soft", "greylisted"],
      ["550 5.1.2 Mailbox does not exist.", "hard", "user-unknown"],
      ["451 4.4.5 Rate limit exceeded, try again later.", "soft", "rate-limited"],
      ["550 5.7.23 SPF validation failed, status: fail.", "soft", "auth-failure"],
      ["550 5.7.20 No passing DKIM signatures found.", "soft", "auth-failure"],
      ["503 5.5.1 Invalid EHLO domain.", "soft", "blocked"],
      ["550 5.7.25 Reverse DNS validation failed.", "soft", "require-ptr"],
    ],
  ],
  [
    "Maddy, Haraka",
    "mx.example.com",
    [
      ["550 5.7.0 Message rejected by rspamd: spam score 17.2", "soft", "spam-detected"],
      ["550 5.1.1 I cannot deliver mail for {user@example.com}", "soft", "no-relaying"],
      ["550 host [192.0.2.1] is listed on zen.spamhaus.org", "soft", "blocked"],
      ["550 rDNS: no fcrdns match", "soft", "require-ptr"],
      ["Too many failures (Tried all MXs)", "soft", "expired"],
    ],
  ],
  [
    "Halon, Momentum, PowerMTA",
    "mx.example.com",
    [
      ["smtp;421 4.4.0 [internal] no MXs for this domain could be reached at this time", "soft", "network-error"],
      ["smtp;554 5.4.7 [internal] exceeded max time without delivery", "soft", "expired"],
      ["smtp;550 5.4.4 [internal] Domain Lookup Failed", "soft", "network-error"],
      ["smtp;421 4.4.2 [internal] disconnected during DATA", "soft", "network-error"],
      ["smtp;554 5.7.5 [internal] TLS negotiation failed", "soft", "failed-starttls"],
      ["smtp;500 5.4.7 (delivery time expired)", "soft", "expired"],
      ["smtp;500 5.1.2 (bad-domain: no such domain)", "hard", "host-unknown"],
    ],
  ],
];
