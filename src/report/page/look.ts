/** Where a page is read: in a browser or on paper, with pictures, or in a mail, where most programs show none and few styles. */
export type Look = "page" | "mail";
