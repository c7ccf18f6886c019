/** The tables of automatic replies: what they must know, and what people and newsletters write that they must not. */
import { describe, expect, it } from "vitest";
import { CHALLENGE_SUBJECT, CLOSED_MAILBOX, REPLY_SUBJECT, RETURNS } from "../../src/formats/other/auto-reply-words.js";

describe("subjects of replies", () => {
  it.each([
    "Automatic reply: Plums",
    "AutoReply: Plums",
    "Auto-Response: your request",
    "Out of Office: Plums",
    "Out of the office",
    "OOO: Plums",
    "Out of Office AutoReply: Plums",
    "Automatische Antwort: Pflaumen",
    "Abwesenheitsnotiz: Pflaumen",
    "Abwesenheit: Jana Weber",
    "Réponse automatique : Prunes",
    "Absence du bureau : Prunes",
    "Respuesta automática: Ciruelas",
    "Fuera de la oficina: Ciruelas",
    "Risposta automatica: Prugne",
    "Fuori ufficio: Prugne",
    "Automatisch antwoord: Pruimen",
    "Afwezig: Pruimen",
    "Resposta automática: Ameixas",
    "Autosvar: Plommon",
    "Automaattinen vastaus: Luumut",
    "Odpowiedź automatyczna: Śliwki",
    "Automatická odpověď: Švestky",
    "Automatikus válasz: Szilva",
    "Otomatik yanıt: Erik",
    "Răspuns automat: Prune",
    "Автоматический ответ: Сливы",
    "自動応答: すもも",
    "自动答复: 李子",
    "自動回覆: 李子",
    "자동 회신: 자두",
    "[Auto-Reply] Plums",
    "AUTO: Kim Ito is out of the office (returning 07/25/2011)",
    "Kim Ito is out of the office.",
    "Jana Weber ist außer Haus.",
    "Luc Morel est absent.",
    "I'm away",
    "I am on vacation",
    "away from my mail",
    "Vacation reply",
    "Ich bin im Urlaub",
  ])("%s", (subject) => {
    expect(REPLY_SUBJECT.test(subject)).toBe(true);
  });

  it.each([
    "Re: Automatic reply: Plums",
    "Fwd: Out of Office: Plums",
    "Auto: Der neue Kombi im Test",
    "Automobile news",
    "Autosvara! A guide",
    "Out of office supplies?",
    "Vacation rentals in Spain",
    "Absent friends",
    "Abwesenheitsplanung für August",
    "Answer to your reply",
    "Fuorigrotta: Prugne",
    "OOOps",
    "Kim is out of apples",
  ])("not %s", (subject) => {
    expect(REPLY_SUBJECT.test(subject)).toBe(false);
  });
});

describe("subjects of challenges", () => {
  it.each([
    "Your email requires verification verify#a1B2",
    "Please confirm your message",
    "Re: Plums (verification)",
    "Message verification required",
    "Bitte bestätigen Sie Ihre E-Mail",
  ])("%s", (subject) => {
    expect(CHALLENGE_SUBJECT.test(subject)).toBe(true);
  });

  it.each([
    "Confirmation of your order",
    "Plums (verified organic)",
    "Your message to Choir awaits moderator approval",
  ])("not %s", (subject) => {
    expect(CHALLENGE_SUBJECT.test(subject)).toBe(false);
  });
});

describe("closed mailboxes", () => {
  it.each([
    "This email address is no longer in use.",
    "The mailbox info@a.example has been closed.",
    "This address no longer exists.",
    "I no longer work for Acme.",
    "She is no longer with the company.",
    "He has left the organisation.",
    "Diese Adresse ist nicht mehr gültig.",
    "Das Postfach jana@b.example wurde geschlossen.",
    "Frau Weber ist nicht mehr für uns tätig.",
    "Cette adresse n'est plus active.",
    "Il ne travaille plus chez nous.",
    "Esta dirección ya no está en uso.",
    "Ya no trabajo en la empresa.",
    "Questo indirizzo non è più attivo.",
    "Dit adres is niet meer in gebruik.",
    "Этот адрес больше не используется.",
    "このメールアドレスは現在使われておりません。",
    "该邮箱已停用。",
  ])("%s", (sentence) => {
    expect(CLOSED_MAILBOX.test(sentence)).toBe(true);
  });

  it.each([
    "Your e-mail about order 4711 has been closed.",
    "This address is not monitored.",
    "I have left for a holiday.",
    "I have left the building.",
    "My mailbox is full.",
    "He is no longer at his desk.",
    "I am no longer working on plums.",
    "Your account will be billed.",
    "Die Adresse finden Sie unten.",
    "Je ne lis plus mes mails.",
  ])("not %s", (sentence) => {
    expect(CLOSED_MAILBOX.test(sentence)).toBe(false);
  });
});

describe("somebody comes back", () => {
  it.each([
    "away until 3 May",
    "I return on Monday",
    "Back in June",
    "out of the office",
    "Ich bin bis zum 3. Mai fort",
    "zurück am Montag",
    "de retour lundi",
    "hasta el lunes",
    "fino al 3 maggio",
    "まで不在",
    "Я в отпуске",
  ])("%s", (sentence) => {
    expect(RETURNS.test(sentence)).toBe(true);
  });

  it.each([
    "This address is no longer in use.",
    "He has left the company for good.",
    "Bitte schreiben Sie an info@a.example.",
  ])("not %s", (sentence) => {
    expect(RETURNS.test(sentence)).toBe(false);
  });
});
