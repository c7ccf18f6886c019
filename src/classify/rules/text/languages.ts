/**
 * The same findings in other languages, as mailers and providers there write them: German, French, Spanish, Portuguese,
 * Italian, Dutch, Polish, Czech, the Nordic ones, Romanian, Hungarian, Turkish, Greek, Russian, Ukrainian, Japanese, Chinese,
 * Korean. Latin letters have lost their accents
 * (plain-text.ts); servers that cannot send them write "?", which parts a word in two.
 */
import type { RuleRow } from "../../rule.js";

/** Postfach, boîte, buzón, caixa, casella ... */
const BOX =
  "postfach, postf cher, mailbox, posteingang, briefkasten, konto, boite, bo te, messagerie, bal, buzon, buz n, casilla, bandeja, cuenta, caixa, casella, conta, correo, postvak, skrzynka, schranka, ящик, квота, квоту, квоты, compte, account, utente, usuario, benutzer, destinataire, destinatario, empfanger, email, empfaenger, empfaengeradresse, emailempfaenger, zieladresse, nutzerkonto, bruker, brukeren, mottaker, mottakeren, postboks, postboksen, kontoen, epostadresse, epostadressen, mottakaradressa, e post, anvandare, anvandaren, mottagare, mottagaren, brevlada, brevladan, adressen, kontot, epostadress, epostkonto, inkorg, inkorgen, bruger, brugeren, modtager, modtageren, postkasse, postkassen, kayttaja, kayttajaa, vastaanottaja, vastaanottajaa, osoite, osoitetta, postilaatikko, postilaatikkoa, tili, tilia, uzytkownika, odbiorcy, adresu, skrzynki, konta, skrzynke, uzivatele, prijemce, schranku, schranky, pouzivatel, ucet, utilizator, utilizatorul, destinatar, destinatarul, casuta, contul, cont, felhasznalo, cimzett, postafiok, postaladaja, cim, fiok, kullanici, kullanıcı, alici, alıcı, adresi, kutusu, hesap, hesabi, hesabı, παραλήπτης, παραλήπτη, χρήστης, χρήστη, διεύθυνση, γραμματοκιβώτιο, λογαριασμός, θυρίδα, користувач, користувача, скринька, скриньки, скриньку, адресу, одержувач, одержувача, отримувач, отримувача, обліковии запис, обліковий запис, kvot, kvote, kvoten, kvota, kvotu, kvoty, kiintio, limit, kota, kotasi, kotası, όριο, ліміт, speicher";
/** Benutzer, destinataire, usuario ... */
const PERSON =
  "benutzer, empfanger, empf nger, empfangeradresse, adresse, emailadresse, email adresse, mailadresse, postfach, mailbox, user, nutzer, konto, teilnehmer, utilisateur, destinataire, destinataires, compte, boite, bo te, usager, abonne, usuario, usuaria, destinatario, destinataria, direccion, direcci n, cuenta, buzon, buz n, casilla, endereco, endere o, conta, caixa, correo, utente, indirizzo, casella, gebruiker, ontvanger, adres, uzytkownik, u ytkownik, odbiorca, skrzynka, uzivatel, adresat, schranka, adresa, account, email, пользователь, пользователя, ящик, адрес, адреса, адресат, получатель, получателя, аккаунт, ящика, empfaenger, empfaengeradresse, emailempfaenger, zieladresse, nutzerkonto, bruker, brukeren, mottaker, mottakeren, postboks, postboksen, kontoen, epostadresse, epostadressen, mottakaradressa, e post, anvandare, anvandaren, mottagare, mottagaren, brevlada, brevladan, adressen, kontot, epostadress, epostkonto, inkorg, inkorgen, bruger, brugeren, modtager, modtageren, postkasse, postkassen, kayttaja, kayttajaa, vastaanottaja, vastaanottajaa, osoite, osoitetta, postilaatikko, postilaatikkoa, tili, tilia, uzytkownika, odbiorcy, adresu, skrzynki, konta, skrzynke, uzivatele, prijemce, schranku, schranky, pouzivatel, ucet, utilizator, utilizatorul, destinatar, destinatarul, casuta, contul, cont, felhasznalo, cimzett, postafiok, postaladaja, cim, fiok, kullanici, kullanıcı, alici, alıcı, adresi, kutusu, hesap, hesabi, hesabı, παραλήπτης, παραλήπτη, χρήστης, χρήστη, διεύθυνση, γραμματοκιβώτιο, λογαριασμός, θυρίδα, користувач, користувача, скринька, скриньки, скриньку, адресу, одержувач, одержувача, отримувач, отримувача, обліковии запис, обліковий запис";

/** Ours: sender, client, authentication, message. */
export const OTHER_LANGUAGES_SENDER: readonly RuleRow[] = [
  {
    id: "other-blocked",
    says: "bloquee, bloque, bloqu e, bloques, gesperrt, blockiert, bloqueada, bloqueado, bloccato, bloccata, заблокирован, sparrad, sparrat, blockerad, blockerat, blokkert, blokeret, estetty, zablokowany, zablokowana, zablokovan, zablokovana, blocat, blocata, blokkolva, letiltva, engellendi, engellenmistir, αποκλείστηκε, αποκλεισμένη, αποκλεισμένος, заблокована, заблоковано, заблоковании, заблокований",
    before: "ip, server, palvelin, serwer, serveren, servern, serverul, szerver, sunucu, διακομιστής, сервер",
    reason: "blocked",
    example: "550 Votre adresse IP est bloquée, voir notre site",
  },
  {
    id: "other-blocked-list",
    says: "liste noire, sperrliste, blockliste, lista negra, lista nera, черныи список, черном списке, musta lista, mustalla listalla, czarnej liscie, czarna lista, cerne listine, lista neagra, feketelistan, kara liste, kara listede, μαύρη λίστα, чорному списку, чорнии список",
    reason: "blocked",
    example: "550 Ihr Server steht auf unserer Sperrliste",
  },
  {
    id: "other-rate",
    says: "trop de message, trop de connexions, trop de destinataires, trop de email, zu viele nachrichten, zu viele verbindungen, zu viele empfanger, zu viele email, demasiados mensajes, demasiadas conexiones, demasiados destinatarios, troppi messaggi, troppe connessioni, troppi destinatari, muitas mensagens, muitas conexoes, te veel berichten, te veel verbindingen, zbyt wiele polaczen, zbyt wiele wiadomosci, слишком много сообщении, слишком много писем, слишком много соединении",
    reason: "rate-limited",
    example: "421 Trop de messages depuis votre adresse",
  },
  {
    id: "other-sender",
    says: "absender, absenderadresse, absenderdomain, expediteur, exp diteur, emetteur, remitente, mittente, remetente, отправитель, отправителя, absenderadressen, avsandare, avsandaren, avsender, avsenderen, afsender, afsenderen, lahettaja, lahettajan, nadawca, nadawcy, odesilatel, odesilatele, expeditor, expeditorul, felado, gonderen, gonderici, αποστολέας, αποστολέα, відправник, відправника",
    after:
      "abgelehnt, gesperrt, ungultig, unbekannt, existiert nicht, nicht, blockiert, rejete, rejet, refused, invalide, inconnu, interdit, bloque, blocked, rechazado, invalido, invalid, bloqueado, desconocido, no permitido, rifiutato, non valido, sconosciuto, bloccato, rejeitado, recusado, desconhecido, отклонен, заблокирован, не, ungueltig, avvisad, avvist, afvist, hylatty, ukjent, okand, ukendt, tuntematon, finnes ikke, finns inte, findes ikke, odrzucony, odrzucona, nieznany, nie istnieje, odmitnut, neexistuje, neznamy, respins, necunoscut, nu exista, elutasitva, ismeretlen, reddedildi, gecersiz, απορρίφθηκε, άγνωστος, δεν υπάρχει, відхилено, невідомии, невідомий, zablokowany",
    reason: "rejected",
    example: "550 Absenderadresse abgelehnt",
  },
  {
    id: "other-spam",
    says: "indesirable, pourriel, correo no deseado, indesiderato, indesiderata, spamverdacht, werbemail, спам, спама, спамом, спаме, courrier publicitaire, skrappost, soppelpost, søppelpost, roskaposti, roskapostia, roskapostiksi, spamu, spamem, niechciana, nevyzadana, nevyzadanou, nedorita, nesolicitat, nesolicitata, keretlen, istenmeyen, ανεπιθύμητη, ανεπιθύμητο, ανεπιθύμητα, небажана, небажаної, небажаний",
    reason: "spam-detected",
    example: "550 Message refusé: courrier indésirable",
  },
  {
    id: "other-too-big",
    says: "zu gross, zu groß, zu gro, trop gros, trop volumineux, trop grand, taille maximale, demasiado grande, troppo grande, muito grande, слишком большое, слишком большой, превышает допустимыи размер, превышает допустимый размер, for stor, for stort, liian suuri, zbyt duza, zbyt duzy, za duza, prilis velka, prilis velky, prea mare, tul nagy, cok buyuk, πολύ μεγάλο, υπερβολικά μεγάλο, занадто великии, занадто великий, занадто велике, завелике",
    reason: "message-too-big",
    example: "552 Nachricht zu gross",
  },
  {
    id: "cjk-spam",
    says: "cjk",
    match: /垃圾邮件|垃圾郵件|迷惑メール|スパム/,
    reason: "spam-detected",
    example: "550 该邮件被判定为垃圾邮件",
  },
  {
    id: "cjk-rate",
    says: "cjk",
    match:
      /(?:发送|发信|连接|邮件|发件).{0,8}(?:频率|过于频繁|过快|太频繁|次数超)|频率(?:过高|限制|超)|送信(?:数|制限|量).{0,8}超/,
    reason: "rate-limited",
    example: "550 发送频率过高，请稍后再试",
  },
  {
    id: "cjk-too-big",
    says: "cjk",
    match:
      /(?:邮件|郵件|附件|信件)(?:太大|过大|過大|大小.{0,4}超)|メール(?:の)?サイズが(?:大き|超)|サイズ.{0,10}(?:超|大きすぎ)/,
    reason: "message-too-big",
    example: "552 邮件大小超出限制",
  },
];

/** The domain. */
export const OTHER_LANGUAGES_HOST: readonly RuleRow[] = [
  {
    id: "other-host-unknown",
    says: "domaine, dominio, dom nio, domane, dom ne, domene, domenet, doman, domanen, domæne, domænet, verkkotunnus, verkkotunnusta, domena, domeny, domenu, domeniul, tartomany, alan adi, alan adı, τομέας, домен, домену",
    after:
      "inexistant, inconnu, n existe pas, introuvable, desconocido, no existe, inexistente, nao existe, n o existe, non esiste, sconosciuto, desconhecido, existiert nicht, unbekannt, nicht gefunden, finnes ikke, ukjent, finns inte, okand, findes ikke, ukendt, ei ole, ei loydy, nie istnieje, nieznana, neexistuje, neznama, nu exista, nem letezik, ismeretlen, bulunamadi, bulunamadı, mevcut degil, δεν υπάρχει, не існує, не существует, не наиден, не найден",
    reason: "host-unknown",
    example: "550 Le domaine du destinataire est inexistant",
  },
];

/** The mailbox. */
export const OTHER_LANGUAGES_MAILBOX: readonly RuleRow[] = [
  {
    id: "other-full",
    says: "voll, uberfullt, berf llt, erschopft, uberschritten, berschritten, pleine, plein, saturee, satur e, sature, remplie, llena, lleno, saturada, saturado, cheia, lotada, lotado, piena, pieno, esaurita, esaurito, excedida, excedido, excedeu, superada, superado, superata, superato, agotado, agotada, esgotado, vol, pelna, przepelniona, plna, переполнен, переполнена, переполненныи, переполненный, превышена, исчерпана, ueberfuellt, ueberschritten, full, fullt, overfylt, overskredet, fuld, fyldt, overskriden, overskridits, overskreds, taynna, taysi, ylittynyt, ylitetty, pełna, przepełniona, przekroczona, przekroczony, przekroczono, zaplnena, prekrocena, prekrocen, prekroceno, preplnena, plina, depasita, depasit, megtelt, betelt, tele, dolu, dolmus, asildi, asıldı, γεμάτο, γεμάτη, πλήρης, πλήρες, υπέρβαση, переповнена, переповнении, переповнений, заповнена, перевищено",
    with: `${BOX}, quota, cuota, cota, speicherplatz, espace, espacio, espaco, spazio, limite`,
    reason: "mailbox-full",
    example: "552 Das Postfach des Empfängers ist voll",
  },
  {
    id: "other-no-space",
    says: "espace insuffisant, plus d espace, espace disque insuffisant, spazio insufficiente, spazio disponibile, espacio insuficiente, espaco insuficiente, kein speicherplatz, nicht genug speicherplatz, недостаточно места, нет места, нет свободного места",
    reason: "mailbox-full",
    example: "552 Plus d'espace pour ce destinataire",
  },
  {
    id: "cjk-full",
    says: "cjk",
    match:
      /(?:邮箱|郵箱|信箱|空间|空間|容量|メールボックス|受信箱|受信トレイ).{0,14}(?:已满|已滿|不足|超出|超过|超過|超え|いっぱい|一杯|満杯|オーバー|溢れ|爆满|満)|配额(?:已满|不足|超)/,
    reason: "mailbox-full",
    example: "552 收件人邮箱已满",
  },
  {
    id: "other-disabled",
    says: "deaktiviert, gesperrt, inaktiv, stillgelegt, abgeschaltet, nicht aktiv, desactive, d sactiv, desactivee, suspendu, suspendue, inactif, bloque, bloquee, desactivada, desactivado, desativada, desativado, disabilitata, disabilitato, disattivata, disattivato, suspendida, suspendido, suspensa, suspenso, sospesa, sospeso, inactiva, inattiva, inativa, bloqueada, bloqueado, bloccata, bloccato, expirado, expirada, vencida, caducada, scaduta, заблокирован, заблокирована, отключен, отключена, неактивен, заморожен, приостановлен, wylaczone, wylaczona, zablokowane, zablokowana, zablokowany, nieaktywna, nieaktywne, nieaktywny, zawieszone, deaktivert, deaktiveret, inaktiverad, inaktiverat, avstangd, avstangt, sperret, sparrad, sparrat, sparret, suspendert, suljettu, lukittu, zablokovan, zablokovana, deaktivovan, deaktivovana, neaktivni, dezactivat, dezactivata, suspendat, suspendata, blocat, blocata, felfuggesztve, letiltva, letiltott, devre disi, askiya, askıya, kapatildi, kapatıldı, απενεργοποιημένος, απενεργοποιημένη, απενεργοποιήθηκε, ανενεργός, заблоковано, заблокована, заблокований, заблоковании, вимкнено, деактивовано, inibita, inibito",
    with: `${BOX}, пользователь, пользователя, аккаунт, адрес`,
    reason: "mailbox-disabled",
    example: "550 Das Konto ist deaktiviert",
  },
  {
    id: "cjk-disabled",
    says: "cjk",
    match:
      /(?:邮箱|郵箱|帐号|账号|账户|帳號|用户|使用者|アカウント|メールボックス|ユーザ).{0,10}(?:被禁用|已禁用|停用|冻结|凍結|被锁定|已锁定|休眠|无効|無効|停止|已过期|被封)/,
    reason: "mailbox-disabled",
    example: "550 该邮箱账号已停用",
  },
  {
    id: "other-unknown",
    says: "unbekannt, unbekannter, unbekannte, existiert nicht, existieren nicht, nicht gefunden, nicht vorhanden, nicht bekannt, nicht exist, ungultig, ungultige, ung ltig, gibt es nicht, geloscht, gel scht, inconnu, inconnue, inexistant, inexistante, n existe pas, n existe plus, invalide, invalides, introuvable, non trouve, supprime, desconocido, desconocida, desconhecido, desconhecida, no existe, nao existe, n o existe, inexistente, invalido, invalida, no encontrado, nao encontrado, no se encontro, no valida, eliminada, sconosciuto, sconosciuta, non esiste, non valido, non trovato, errato, onbekend, onbekende, bestaat niet, nieznany, nie istnieje, neexistuje, neznamy, не наиден, не найден, не существует, не зарегистрирован, неизвестен, неизвестныи, неизвестный, отсутствует, удален, несуществующии, несуществующий, ungueltig, ungueltige, geloescht, finnes ikke, finst ikkje, eksisterer ikke, ukjent, ugyldig, ikke funnet, ikke registrert, finns inte, finns ej, existerar inte, okand, okant, ogiltig, hittades inte, hittas inte, saknas, findes ikke, ukendt, ikke fundet, ei ole, ei ole olemassa, ei loydy, ei loytynyt, tuntematon, virheellinen, nieznana, nie znaleziono, nieprawidlowy, nieprawidłowy, niepoprawny, niepoprawna, nenalezen, nenalezena, neplatna, neplatny, nebyl nalezen, nebyla nalezena, neznama, nu exista, necunoscut, necunoscuta, inexistenta, gasit, gasita, invalida, ismeretlen, nem letezik, nem talalhato, nem letezo, ervenytelen, bulunamadi, bulunamadı, mevcut degil, gecersiz, yok, bilinmeyen, άγνωστος, άγνωστη, δεν υπάρχει, δεν βρέθηκε, ανύπαρκτος, ανύπαρκτη, μη έγκυρη, μη έγκυρος, не існує, не знаидено, не знайдено, не знайдений, невідомии, невідомий, невідома, відсутніи, відсутній, nicht im verzeichnis, nicht im domino verzeichnis, nicht aufgefuhrt, nicht aufgefuehrt, nicht registriert, kein benutzer, kein solcher benutzer",
    with: PERSON,
    reason: "user-unknown",
    example: "550 Benutzer unbekannt",
  },
  {
    id: "other-unknown-words",
    says: "такого пользователя нет, нет такого пользователя, нет такого адреса, нет такого ящика, такого адреса нет, okand mottagare, ukjent bruker, ukjent mottaker, ukendt bruger, ukendt modtager, tuntematon kayttaja, tuntematon vastaanottaja, ismeretlen felhasznalo, ismeretlen cimzett, kullanici bulunamadi, ingen slik bruker, ingen slik adresse, ingen bruker, ingen sadan anvandare, ingen anvandare, ingen sadan bruger, ingen bruger, nie ma takiego uzytkownika, nie ma takiego adresu, nie ma takiej skrzynki, nie ma takiego konta, brak takiego uzytkownika, brak uzytkownika, brak takiego adresu, brak odbiorcy, takovy uzivatel, takova schranka, niciun utilizator, nincs ilyen felhasznalo, nincs ilyen cim, nincs ilyen postafiok, nincs ilyen cimzett, boyle bir kullanici, boyle bir kullanıcı, boyle bir adres, δεν υπάρχει τέτοιος χρήστης, немає такого користувача, такого користувача немає, немає такої адреси, такої адреси, немає такої скриньки",
    reason: "user-unknown",
    example: "550 Такого пользователя нет",
  },
  {
    id: "cjk-unknown",
    says: "cjk",
    match:
      /(?:宛先|ユーザー?|アドレス|メールボックス|受信者|アカウント|宛て先).{0,14}(?:存在し|見つかりません|不明|間違|誤り|ありません|正しくありません|登録されて)|存在しない.{0,6}(?:アドレス|ユーザ|宛先)|(?:用户|用戶|邮箱|郵箱|收件人|收信人|账号|帐号|帳號|地址|使用者|信箱).{0,14}(?:不存在|无效|無效|不正确|错误|錯誤|未找到|找不到|不可达)|查无此|查無此|无此用户|無此用戶|無此使用者|找不到(?:收件人|用户|使用者|邮箱)|(?:사용자|수신자|주소|계정).{0,14}(?:없|존재하지)/,
    reason: "user-unknown",
    example: "550 收件人邮箱地址不存在",
  },
];

/** The systems between. */
export const OTHER_LANGUAGES_SYSTEM: readonly RuleRow[] = [
  {
    id: "other-again",
    says: "plus tard, ulterieurement, ult rieurement, spater erneut, spater noch, spater nochmal, sp ter, intente mas tarde, mas tarde, piu tardi, novamente mais tarde, mais tarde, service indisponible, service refused, vorubergehend nicht, попробуите позже, попробуйте позже, повторите попытку, spaeter, voruebergehend nicht, prov igjen, prøv igjen, prøv igen, prov igen, forsok igen, forsok senare, yrita uudelleen, yrita myohemmin, sprobuj ponownie, sprobuj pozniej, prosze sprobowac, zkuste to pozdeji, zkuste pozdeji, incercati mai tarziu, incercati din nou, probalja ujra, probalja kesobb, kesobb, daha sonra, tekrar deneyin, δοκιμάστε ξανά, δοκιμάστε αργότερα, спробуите пізніше, спробуйте пізніше, спробуите ще раз",
    reason: "system-error",
    example: "421 Service indisponible, veuillez réessayer plus tard",
  },
];
