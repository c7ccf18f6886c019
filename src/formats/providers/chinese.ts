/**
 * Notifications of the large Chinese providers (QQ and Foxmail; NetEase's 163, 126 and yeah.net; Sina, Sohu, Aliyun): pages of
 * labelled facts, mostly HTML only, in Chinese and partly in English. The labels differ, their order does not: whom it
 * could not be sent to, then why.
 */
import { addressesIn } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import { refused, textFormat } from "../lib/text-format.js";
import { entriesOf, oneLine, subjectOf } from "../lib/text.js";

/** "Returned mail" in the subject or the text, simplified and traditional. */
const RETURNED_MAIL = /退信|退件|被退回/;
const RECIPIENT = /(?:无法(?:发送|投递|送达)到|無法(?:傳送|投遞)到|收件人(?:地址|邮件地址)?|收信人)[ \t:：,，]{0,10}/g;
const REASON = /(?:退信原因|退件原因|失败原因|出错原因|错误信息)[^\S\n]{0,10}[:：]?\s{0,20}/;
/** The next label ends the reason. */
const NEXT = /建议|解决|退信代码|操作建议|如果您|此外|\n[ \t]*\n[ \t]*\n|English/;
/** Characters behind a label in which its address stands. */
const NEAR = 400;
const LONGEST_REASON = 600;

function recipientsIn(text: string): readonly string[] {
  for (const label of text.matchAll(RECIPIENT)) {
    const addresses = addressesIn(
      text.slice(label.index + label[0].length, label.index + label[0].length + NEAR).split("\n\n", 1)[0] ?? "",
    );
    if (addresses.length > 0) return addresses;
  }
  return [];
}

function reasonIn(text: string): string | null {
  const label = REASON.exec(text);
  if (label === null) return null;
  const behind = text.slice(label.index + label[0].length).slice(0, LONGEST_REASON);
  const end = behind.search(NEXT);
  return oneLine(end < 0 ? behind : behind.slice(0, end));
}

const FROM =
  /(?:mailer-daemon|postmaster)@(?:[\w-]{1,20}\.)?(?:sina|sohu|qq|foxmail|163|126|yeah|tom|21cn|aliyun|139|189)\.(?:com|net)(?:\.cn)?\b/i;
/** Sina's older mailer writes neither label: a line `<address>`, and the reply behind or below it. */
const BRACKETED = /^[ \t]{0,20}<([^<>\s]{3,320})>[ \t:：]{0,8}(.*)$/;

/** QQ's, NetEase's, Sina's and their like. */
export const chinese = textFormat(
  { id: "chinese", description: "QQ and Foxmail, NetEase (163, 126, yeah.net), Sina, Sohu, Aliyun" },
  (text, { header }) => {
    const isTheirs = FROM.test(first(header, "from") ?? "");
    if (!isTheirs && !RETURNED_MAIL.test(subjectOf(header)) && !RETURNED_MAIL.test(text)) return null;
    const reason = reasonIn(text);
    if (reason !== null)
      return { recipients: recipientsIn(text).map((recipient) => refused(recipient, "failed", reason)) };
    return isTheirs
      ? { recipients: entriesOf(text, BRACKETED).map((entry) => refused(entry.recipient, "failed", entry.text)) }
      : null;
  },
);
