/**
 * The same findings in other languages, as mailers and providers there write them: German, French, Spanish, Portuguese, Italian,
 * Dutch, Polish, Czech, the Nordic ones, Russian, Japanese, Chinese, Korean. Latin letters have lost their accents (rule.ts);
 * servers that cannot send them write "?" or leave them out, hence the dots.
 */
import type { RuleRow } from "../../rule.js";

/** Ours: sender, client, authentication, message. */
export const OTHER_LANGUAGES_SENDER: readonly RuleRow[] = [
  {
    id: "fr-blocked", says: "bloquee, bloqu, bloque, blacklist, noire, source, bloques",
    match: /\bip\b.{0,30}\b(?:bloqu|noire|refus|interdit)|\bliste noire\b/,
    reason: "blocked", example: "550 Votre adresse IP est bloquée, voir notre site",
  },
  {
    id: "de-blocked", says: "gesperrt, blockiert, sperrliste, blockliste",
    match: /\b(?:ip|server)\b.{0,40}\b(?:gesperrt|blockiert|abgelehnt)\b|\b(?:sperrliste|blockliste)\b/,
    reason: "blocked", example: "554 Ihre IP-Adresse 192.0.2.1 ist gesperrt",
  },
  {
    id: "de-sender", says: "absender, absenderadresse, absenderdomain",
    match: /\babsender(?:adresse|domain)?\b.{0,40}\b(?:abgelehnt|gesperrt|ungultig|unbekannt|existiert nicht|nicht (?:erlaubt|akzeptiert|zugelassen|gefunden|berechtigt)|blockiert)\b/,
    reason: "rejected", example: "550 Absenderadresse abgelehnt",
  },
  {
    id: "latin-sender", says: "expediteur, exp, remitente, mittente, remetente, emetteur",
    match: /\b(?:expediteur|exp.?diteur|emetteur|remitente|mittente|remetente)\b.{0,40}\b(?:refuse|rejete|rejet|invalide|inconnu|interdit|bloque|rechazado|invalido|bloqueado|desconocido|rifiutato|non valido|sconosciuto|bloccato|rejeitado|recusado|desconhecido|no permitido)/,
    reason: "rejected", example: "550 Expéditeur refusé",
  },
  {
    id: "latin-spam", says: "spam, indesirable, pourriel, correo, indesiderato, werbung, publicitaire, spamverdacht",
    match: /\b(?:indesirable|pourriel|publicitaire|correo no deseado|indesiderat[ao]|spamverdacht)\b|\bwerbung\b.{0,20}\b(?:abgelehnt|erkannt)/,
    reason: "spam-detected", example: "550 Message refusé: courrier indésirable",
  },
  {
    id: "latin-too-big", says: "gross, groß, gro, volumineux, grande, taille, gros",
    match: /\b(?:nachricht|email|anhang)\b.{0,30}\bzu gro|\b(?:message|email|courriel)\b.{0,30}\btrop (?:gros|volumineux|grand)|\btaille (?:maximale|du message)\b.{0,30}\b(?:depass|excede|trop)|\b(?:mensaje|messaggio|mensagem)\b.{0,30}\b(?:demasiado|troppo|muito) grande\b/,
    reason: "message-too-big", example: "552 Nachricht zu gross",
  },
  {
    id: "cjk-spam", says: "cjk",
    match: /垃圾邮件|垃圾郵件|迷惑メール|スパム/,
    reason: "spam-detected", example: "550 该邮件被判定为垃圾邮件",
  },
  {
    id: "cjk-rate", says: "cjk",
    match: /(?:发送|发信|连接|邮件|发件)(?:.{0,8})(?:频率|过于频繁|过快|太频繁|次数超)|频率(?:过高|限制|超)|送信(?:数|制限|量).{0,8}超/,
    reason: "rate-limited", example: "550 发送频率过高，请稍后再试",
  },
  {
    id: "cjk-too-big", says: "cjk",
    match: /(?:邮件|郵件|附件|信件)(?:大小|太大|过大).{0,8}(?:超|大|限制)?|メール(?:の)?サイズが(?:大き|超)|サイズ.{0,10}(?:超|大きすぎ)/,
    reason: "message-too-big", example: "552 邮件大小超出限制",
  },
  {
    id: "ru-spam", says: "спам, спама, спамом, спаме",
    match: /спам/,
    reason: "spam-detected", example: "550 Сообщение отклонено по подозрению в спаме",
  },
];

/** The mailbox. */
export const OTHER_LANGUAGES_MAILBOX: readonly RuleRow[] = [
  {
    id: "de-full", says: "postfach, voll, uberfullt, mailbox, speicherplatz, posteingang, postf, speicherplatzes",
    match: /\b(?:postf.{0,2}ch|mailbox|posteingang|briefkasten|konto)\b.{0,60}\b(?:voll|uberfullt|.?berf.?llt|erschopft|uberschritten|.berschritten)\b|\bspeicherplatz(?:es)?\b.{0,40}\b(?:erschopft|uberschritten|belegt|voll|nicht genug|mehr)|\bkein(?:en)? (?:freien )?speicherplatz/,
    reason: "mailbox-full", example: "552 Das Postfach des Empfängers ist voll",
  },
  {
    id: "fr-full", says: "boite, bo, messagerie, pleine, saturee, satur, espace, plein, sature",
    match: /\b(?:bo.?i?.?te|messagerie|bal|compte)\b.{0,60}\b(?:pleine?|satur.{0,2}e?|remplie)\b|\bespace\b.{0,40}\b(?:insuffisant|depasse|d.passe|satur)|\bplus d espace\b/,
    reason: "mailbox-full", example: "552 Boîte du destinataire pleine",
  },
  {
    id: "es-pt-it-full", says: "buzon, buz, casilla, cuota, caixa, cota, casella, piena, llena, lleno, cheia, lotada, espacio, esaurito, spazio, inbox",
    match: /\b(?:buz.?n|casilla|bandeja|cuenta|caixa|casella|mailbox|conta|correo|utente)\b.{0,50}\b(?:llen[oa]|saturad[oa]|cheia|lotada|lotado|piena|esaurit[ao]|excedid[ao]|excedeu|superad[ao]|superat[ao])\b|\b(?:cuota|cota)\b.{0,40}\b(?:excedid|superad|sobrepas|ultrapassad|esgotad)|\bspazio\b.{0,30}\b(?:esaurito|insufficiente|disponibile)|\bespaci?o\b.{0,30}\b(?:insuficiente|agotado|esgotado)/,
    reason: "mailbox-full", example: "552 El buzón del usuario está lleno",
  },
  {
    id: "other-full", says: "postvak, skrzynka, przepelniona, schranka, plna, переполнен, переполнена, квота, квоты, квоту, переполненный, postvakken",
    match: /\bpostvak\b.{0,30}\bvol\b|\bskrzynka\b.{0,40}\b(?:pelna|przepe.nion)|\bschranka\b.{0,30}\bplna\b|переполнен|квот.{0,20}(?:превышен|исчерпан)|превышен.{0,30}квот|(?:нет|недостаточно) (?:свободного )?места/,
    reason: "mailbox-full", example: "552 Почтовый ящик переполнен",
  },
  {
    id: "cjk-full", says: "cjk",
    match: /(?:邮箱|郵箱|信箱|空间|空間|容量|メールボックス|受信箱|受信トレイ|メールbox)(?:.{0,14})(?:已满|已滿|不足|超出|超过|超過|いっぱい|一杯|満杯|オーバー|溢れ|爆满|満|full)|配额(?:已满|不足|超)/i,
    reason: "mailbox-full", example: "552 收件人邮箱已满",
  },
  {
    id: "de-disabled", says: "deaktiviert, gesperrt, inaktiv, stillgelegt, abgeschaltet, konto, postfach",
    match: /\b(?:postfach|konto|account|mailbox|benutzer|empf.{1,3}nger|email adresse|adresse)\b.{0,60}\b(?:deaktiviert|gesperrt|inaktiv|stillgelegt|abgeschaltet|nicht aktiv)\b/,
    reason: "mailbox-disabled", example: "550 Das Konto ist deaktiviert",
  },
  {
    id: "latin-disabled", says: "desactive, suspendu, bloque, desactivada, desactivado, suspendida, suspendido, suspensa, desativada, desativado, inactif, inactive, disabilitata, sospesa, disabilitato, sospeso, inattiva, inactiva, desactiv, bloqueada, bloccata, destinataire, disattivata, inativa",
    match: /\b(?:compte|boite|adresse|destinataire|cuenta|buzon|usuario|casilla|conta|caixa|casella|utente|account|mailbox)\b.{0,60}\b(?:d.sactiv.{0,2}|suspendu.?|inactif|bloqu.e?|inactive|(?:des|dis)(?:activad|ativad|abilitat|attivat)[ao]|suspendid[ao]|suspens[ao]|sospes[ao]|inativ[ao]|inactiv[ao]|inattiv[ao]|bloquead[ao]|bloccat[ao]|disabilitat[ao])(?:\W|$)/,
    reason: "mailbox-disabled", example: "550 Compte du destinataire suspendu",
  },
  {
    id: "ru-disabled", says: "заблокирован, отключен, отключён, неактивен, заморожен, заблокирована, приостановлен",
    match: /(?:ящик|аккаунт|пользовател|адрес|учетная).{0,50}(?:заблокирован|отключ.н|неактив|заморожен|приостановлен)/,
    reason: "mailbox-disabled", example: "550 Почтовый ящик пользователя заблокирован",
  },
  {
    id: "cjk-disabled", says: "cjk",
    match: /(?:邮箱|郵箱|帐号|账号|账户|帳號|用户|使用者|アカウント|メールボックス|ユーザー?)(?:.{0,10})(?:被禁用|已禁用|停用|冻结|凍結|被锁定|已锁定|休眠|无効|無効|停止|利用停止|已过期|被封)/,
    reason: "mailbox-disabled", example: "550 该邮箱账号已停用",
  },
  {
    id: "de-unknown", says: "unbekannt, unbekannter, unbekannte, existiert, ungultig, ungultige, ung, gefunden, vorhanden, empfanger, benutzer, adresse, zustellbar, bekannt",
    match: /\bunbekannte[rn]? (?:benutzer|empf.{1,3}nger|adresse|user|teilnehmer)|\b(?:benutzer|empf.{1,3}nger(?:adresse)?|adresse|email adresse|mailadresse|postfach|mailbox|user|nutzer|konto|teilnehmer)\b.{0,60}\b(?:unbekannt|existier(?:t|en) nicht|nicht (?:gefunden|vorhanden|bekannt|existent|bekannt|mehr vorhanden|angelegt)|ung.{1,3}ltig|gibt es nicht|gel.{1,3}scht)/,
    reason: "user-unknown", example: "550 Benutzer unbekannt",
  },
  {
    id: "fr-unknown", says: "inconnu, inconnue, inexistant, inexistante, existe, invalide, invalides, introuvable",
    match: /\b(?:utilisateur|destinataires?|adresse|compte|bo.?i?.?te|usager|abonne|abonn.)\b.{0,60}\b(?:inconnue?|inexistante?|n existe (?:pas|plus)|invalides?|introuvable|non trouve|supprim)/,
    reason: "user-unknown", example: "550 5.1.1 Adresse du destinataire inconnue",
  },
  {
    id: "es-pt-unknown", says: "desconocido, desconocida, existe, inexistente, desconhecido, desconhecida, invalido, invalida, encontrado, encontrada, incorrecta, valida, encontro",
    match: /\b(?:usuari[oa]|destinatari[oa]|direcci.?n|cuenta|buz.?n|casilla|endere.?o|conta|caixa|correo|email|mailbox)\b.{0,60}\b(?:desconocid[oa]|desconhecid[oa]|no existe|n.{0,2}o existe|inexistente|inv.?lid[oa]|no (?:se )?encontr|n.{0,2}o (?:foi )?encontrad[oa]|no v.?lida|incorrecta|eliminad[oa])/,
    reason: "user-unknown", example: "550 5.1.1 Usuario desconocido",
  },
  {
    id: "it-unknown", says: "sconosciuto, sconosciuta, inesistente, esiste, valido, trovato, errato",
    match: /\b(?:utente|destinatario|indirizzo|casella|mailbox|account)\b.{0,60}\b(?:sconosciut[oa]|inesistente|non esiste|non valid[oa]|non trovat[oa]|errat[oa])\b/,
    reason: "user-unknown", example: "550 Utente sconosciuto",
  },
  {
    id: "other-latin-unknown", says: "onbekend, onbekende, bestaat, nieznany, istnieje, neexistuje, neznamy, okand, ukjent, ukendt, tuntematon, bulunamadi, ismeretlen, nem, nie",
    match: /\bonbekende? (?:gebruiker|ontvanger)|\b(?:gebruiker|ontvanger|adres|mailbox)\b.{0,40}\b(?:onbekend|bestaat niet)|\bnieznany (?:uzytkownik|odbiorca|adresat)|\b(?:uzytkownik|u.ytkownik|konto|adres|odbiorca|skrzynka)\b.{0,40}\b(?:nie istnieje|nieznany)|\b(?:uzivatel|adresat|schranka|adresa)\b.{0,40}\bneexistuje|\bokand mottagare|\bukjent (?:bruker|mottaker)|\bukendt (?:bruger|modtager)|\btuntematon (?:kayttaja|vastaanottaja)|\bismeretlen (?:felhasznalo|cimzett)|\bkullanici bulunamadi/,
    reason: "user-unknown", example: "550 Gebruiker onbekend",
  },
  {
    id: "ru-unknown", says: "пользователь, ящик, адрес, адресат, получатель, существует, наиден, найден, неизвестный, нет, несуществующии, несуществующий, пользователя, адреса, такого",
    match: /(?:пользовател|ящик|адрес|получател|учетная запись|аккаунт).{0,50}(?:не (?:найден|наиден|существует|зарегистрирован)|неизвест|отсутствует|удал.н)|неизвестн.{0,4} (?:пользовател|получател|адрес)|(?:нет такого|такого (?:пользователя|адреса|ящика)).{0,20}|несуществующ/,
    reason: "user-unknown", example: "550 Такого пользователя нет",
  },
  {
    id: "cjk-unknown", says: "cjk",
    match: /(?:宛先|ユーザー?|アドレス|メールボックス|受信者|アカウント|宛て先)(?:.{0,14})(?:存在しま|存在し(?:ない|ません)|見つかりません|不明|間違|誤り|ありません|正しくありません|登録されて(?:い|お)ません)|存在しない(?:.{0,6})(?:アドレス|ユーザ|宛先)|(?:用户|用戶|邮箱|郵箱|收件人|收信人|账号|帐号|帳號|地址|使用者|信箱)(?:.{0,14})(?:不存在|无效|無效|不正确|错误|錯誤|未找到|找不到|不可达)|查无此|查無此|无此用户|無此用戶|無此使用者|找不到(?:收件人|用户|使用者|邮箱)|(?:사용자|수신자|메일 ?주소|계정).{0,14}(?:없|존재하지)/,
    reason: "user-unknown", example: "550 收件人邮箱地址不存在",
  },
];

/** The domain. */
export const OTHER_LANGUAGES_HOST: readonly RuleRow[] = [
  {
    id: "latin-host-unknown", says: "domaine, dominio, domain, domane",
    match: /\bdomaine\b.{0,40}\b(?:inexistant|inconnu|n existe pas|introuvable)|\bdom.?nio\b.{0,40}\b(?:desconocido|no existe|inexistente|n.{0,2}o existe|non esiste|sconosciuto|desconhecido)|\bdom.{1,2}n?e?\b.{0,20}\b(?:existiert nicht|unbekannt|nicht gefunden)/,
    reason: "host-unknown", example: "550 Le domaine du destinataire est inexistant",
  },
];

/** The systems between. */
export const OTHER_LANGUAGES_SYSTEM: readonly RuleRow[] = [
  {
    id: "latin-again", says: "ulterieurement, plus, tard, spater, sp, luego, mas, tarde, piu, tardi, indisponible, temporairement, vorubergehend",
    match: /\b(?:reessayer|r.essayer|essayer|veuillez)\b.{0,30}\b(?:plus tard|ult.rieurement)|\bsp.{1,2}ter\b.{0,20}\b(?:noch ?mal|erneut|versuch)|\b(?:erneut|noch ?mal)\b.{0,20}\bsp.{1,2}ter\b|\bintente\b.{0,30}\bmas tarde\b|\briprov\w{1,4}\b.{0,20}\bpiu tardi\b|\btente novamente mais tarde\b|\bservice (?:indisponible|refuse)\b|\bvor.{1,2}bergehend\b.{0,30}\bnicht\b/,
    reason: "system-error", example: "421 Service indisponible, veuillez réessayer plus tard",
  },
];
