/**
 * French sets a space before « : ; ? ! » and inside guillemets, at which no line may break. Catalogues are written with
 * either space; what is read has the one that does not break (OQLF, *Espacement avant et après les signes*).
 */
export function unbroken(text: string): string {
  return text.replace(/ (?=[:;?!»])/g, '\u00a0').replace(/(?<=«) /g, '\u00a0')
}
