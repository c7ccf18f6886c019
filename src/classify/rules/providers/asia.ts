/** Large mailbox providers of East Asia. */
import type { RuleRow } from "../../rule.js";

const NETEASE = ["163.com", "126.com", "yeah.net", "netease.com", "188.com"];
const QQ = ["qq.com", "foxmail.com", "exmail.qq.com", "tencent.com"];

/** Tencent QQ, NetEase, KDDI. */
export const ASIA: readonly RuleRow[] = [
  // Tencent QQ: https://service.mail.qq.com/detail/124
  {
    id: "qq-content",
    says: "email content denied",
    reason: "spam-detected",
    example: "550 Mail content denied. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000726",
  },
  {
    id: "qq-bounce-attack",
    hosts: QQ,
    says: "suspicious bounce attacks, suspicious bounce attack",
    reason: "spam-detected",
    example: {
      diagnostic: "550 Suspected bounce attacks. http://service.mail.qq.com/cgi-bin/help?no=1000724",
      remoteMta: "mx3.qq.com",
    },
  },
  {
    // The sender's domain.
    id: "qq-sender-domain",
    says: "domain not exist or dns check failed",
    reason: "rejected",
    example: "550 Domain may not exist or DNS check failed. http://service.mail.qq.com/",
  },
  {
    // https://service.mail.qq.com/detail/122/166: too much mail for this recipient in a short time.
    id: "qq-too-much",
    hosts: QQ,
    says: "mailbox unavailable or access denied",
    reason: "rate-limited",
    example: { diagnostic: "550 Mailbox unavailable or access denied", remoteMta: "mx3.qq.com" },
  },
  {
    id: "qq-spam-sender",
    hosts: QQ,
    says: "suspicious spam sender",
    reason: "bad-reputation",
    example: { diagnostic: "550 Suspected spam sender.", remoteMta: "mx3.qq.com" },
  },
  {
    id: "qq-no-permission",
    hosts: QQ,
    says: "no permission",
    reason: "not-allowed",
    example: { diagnostic: "550 User has no permission. http://service.mail.qq.com/", remoteMta: "mx3.qq.com" },
  },

  {
    // Kakao (Daum, Hanmail): the address sent spam.
    id: "kakao-blocked",
    says: "ccrt",
    reason: "blocked",
    example: { diagnostic: "421 4.4.5 CCRT 192.0.2.1: Connection refused. Server is busy(RT)", action: "delayed" },
  },

  // NetEase (163, 126, yeah.net): https://mail.163.com/help/help_spam_16.htm
  {
    id: "netease-rate",
    hosts: NETEASE,
    says: "hl icc, hl ifc, mi dmc, mi sfq, mi stc, mi cel, mi ccl, rp drc, rp qrc, rp trc, rp cel, rp ccl",
    reason: "rate-limited",
    example: {
      diagnostic: "450 MI:SFQ 163 smtp5, please see http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.1",
      action: "delayed",
      remoteMta: "163mx01.mxmail.netease.com",
    },
  },
  {
    id: "netease-blocked",
    hosts: NETEASE,
    says: "dt rbl, wm bli, mi ipb, mi nhd, ip rcl",
    reason: "blocked",
    example: {
      diagnostic: "550 WM:BLI 163 mx7, see http://mail.163.com/help/",
      remoteMta: "163mx01.mxmail.netease.com",
    },
  },
  {
    id: "netease-reputation",
    hosts: NETEASE,
    says: "hl rep, hl mep",
    reason: "bad-reputation",
    example: {
      diagnostic: "421 HL:REP 163 mx10, please see http://mail.163.com/help/",
      action: "delayed",
      remoteMta: "163mx01.mxmail.netease.com",
    },
  },
  {
    id: "netease-spam",
    says: "dt spm, mi spb",
    unless: "greylisted",
    reason: "spam-detected",
    example: {
      diagnostic: "554 DT:SPM 163 smtp10, please see http://mail.163.com/help/help_spam_16.htm",
      remoteMta: "163mx01.mxmail.netease.com",
    },
  },
  {
    id: "netease-sender",
    hosts: NETEASE,
    says: "dt sum, mi imf, wm blu",
    reason: "rejected",
    example: {
      diagnostic: "553 DT:SUM 163 smtp3, please see http://mail.163.com/help/",
      remoteMta: "163mx01.mxmail.netease.com",
    },
  },
  {
    id: "netease-spf",
    hosts: NETEASE,
    says: "mi spf",
    reason: "auth-failure",
    example: {
      diagnostic: "550 MI:SPF 163 mx8, please see http://mail.163.com/help/",
      remoteMta: "163mx01.mxmail.netease.com",
    },
  },

  {
    // au one net: its servers give no cause, and write this for mailboxes that do not exist.
    id: "kddi-recipient-rejected",
    hosts: ["auone-net.jp"],
    says: "recipient address rejected",
    match: /\brejected$/,
    reason: "user-unknown",
    example: {
      diagnostic: "550 <user@ne.auone-net.jp>: Recipient address rejected.",
      recipient: "user@ne.auone-net.jp",
    },
  },
];
