/** Large mailbox providers of East Asia. */
import type { RuleRow } from "../../rule.js";

const NETEASE = ["163.com", "126.com", "yeah.net", "netease.com", "188.com"];
const QQ = ["qq.com", "foxmail.com", "exmail.qq.com", "tencent.com"];

/** Tencent QQ, NetEase, KDDI. */
export const ASIA: readonly RuleRow[] = [
  // Tencent QQ: https://service.mail.qq.com/detail/124
  {
    id: "qq-content", words: ["denied", "content"], match: /\bmail content denied\b|\bcontent (?:rejected|denied)\b.{0,20}@url/,
    reason: "spam-detected", example: "550 Mail content denied. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000726",
  },
  {
    id: "qq-bounce-attack", hosts: QQ, words: ["attacks", "attack"], match: /\bsuspected bounce attacks?\b/,
    reason: "spam-detected", example: { diagnostic: "550 Suspected bounce attacks. http://service.mail.qq.com/cgi-bin/help?no=1000724", remoteMta: "mx3.qq.com" },
  },
  {
    id: "qq-no-permission", hosts: QQ, words: ["permission"], match: /\bno permission\b/,
    reason: "not-allowed", example: { diagnostic: "550 User has no permission. http://service.mail.qq.com/", remoteMta: "mx3.qq.com" },
  },

  // NetEase (163, 126, yeah.net): https://mail.163.com/help/help_spam_16.htm
  {
    id: "netease-rate", hosts: NETEASE, words: ["icc", "ifc", "dmc", "sfq", "drc", "qrc", "trc", "stc", "cel", "ccl"], raw: /\b(?:HL:I[CF]C|MI:(?:DMC|SFQ|STC|CEL|CCL)|RP:(?:DRC|QRC|TRC|CEL|CCL))\b/,
    reason: "rate-limited", example: { diagnostic: "450 MI:SFQ 163 smtp5, please see http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.1", action: "delayed", remoteMta: "163mx01.mxmail.netease.com" },
  },
  {
    id: "netease-blocked", hosts: NETEASE, words: ["rbl", "bli", "ipb", "nhd", "rcl"], raw: /\b(?:DT:RBL|WM:BLI|MI:IPB|MI:NHD|IP:RCL)\b/,
    reason: "blocked", example: { diagnostic: "550 WM:BLI 163 mx7, see http://mail.163.com/help/", remoteMta: "163mx01.mxmail.netease.com" },
  },
  {
    id: "netease-reputation", hosts: NETEASE, words: ["rep", "mep"], raw: /\bHL:(?:REP|MEP)\b/,
    reason: "bad-reputation", example: { diagnostic: "421 HL:REP 163 mx10, please see http://mail.163.com/help/", action: "delayed", remoteMta: "163mx01.mxmail.netease.com" },
  },
  {
    id: "netease-spam", hosts: NETEASE, words: ["spm", "spb"], raw: /\b(?:DT|MI):SP[MB]\b/,
    reason: "spam-detected", example: { diagnostic: "554 DT:SPM 163 smtp10, please see http://mail.163.com/help/help_spam_16.htm", remoteMta: "163mx01.mxmail.netease.com" },
  },
  {
    id: "netease-sender", hosts: NETEASE, words: ["sum", "imf", "blu"], raw: /\b(?:DT:SUM|MI:IMF|WM:BLU)\b/,
    reason: "rejected", example: { diagnostic: "553 DT:SUM 163 smtp3, please see http://mail.163.com/help/", remoteMta: "163mx01.mxmail.netease.com" },
  },
  {
    id: "netease-spf", hosts: NETEASE, words: ["spf"], raw: /\bMI:SPF\b/,
    reason: "auth-failure", example: { diagnostic: "550 MI:SPF 163 mx8, please see http://mail.163.com/help/", remoteMta: "163mx01.mxmail.netease.com" },
  },

  {
    // au one net: its servers give no cause, and write this for mailboxes that do not exist.
    id: "kddi-recipient-rejected", hosts: ["auone-net.jp"], words: ["recipient"], match: /\brecipient address rejected\.?$/,
    reason: "user-unknown", example: { diagnostic: "550 <user@ne.auone-net.jp>: Recipient address rejected.", recipient: "user@ne.auone-net.jp" },
  },
];
