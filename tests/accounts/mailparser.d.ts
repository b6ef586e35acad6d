// The package brings no types; these are the two things that are read of a letter.
declare module 'mailparser' {
  interface ParsedMail {
    subject?: string
    text?: string
  }
  function simpleParser(raw: string): Promise<ParsedMail>
}
