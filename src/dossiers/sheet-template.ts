/**
 * The sheet as typst sets it (https://typst.app/docs). Words come in as data and are never read as markup, whatever they
 * hold. Headings, lists, tables with headers and links become the tags of the PDF (PDF/UA-1, ISO 14289).
 */
export const sheetTemplate = `
#let it = json(bytes(sys.inputs.sheet))
#let words = it.words
#set document(title: it.title, description: it.need, date: auto)
#set page(
  paper: it.paper,
  margin: (x: 2cm, y: 2.2cm),
  footer: context [
    #set text(size: 8.5pt, fill: luma(35%))
    #it.network #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
)
#set text(lang: it.lang, region: it.region, size: 10.5pt, font: "Libertinus Serif", fill: luma(10%))
#set par(leading: 0.62em, spacing: 0.9em)
#set table(stroke: (x: none, y: 0.5pt + luma(75%)), inset: (x: 4pt, y: 5pt), align: left)
#set list(spacing: 0.7em)
#show table.cell.where(y: 0): set text(weight: "bold")
#show heading.where(level: 1): set text(size: 21pt)
#show heading.where(level: 2): it => block(above: 1.6em, below: 0.8em, text(size: 14pt, it.body))
#show heading.where(level: 3): it => block(above: 1.2em, below: 0.6em, text(size: 11.5pt, it.body))
#show link: underline

#let lines(words) = words.split("\\n").join(linebreak())
#let prose(words) = for part in words.split("\\n\\n") { par(lines(part)) }
#let small(words) = text(size: 9pt, fill: luma(32%), lines(words))

#heading(level: 1, it.title)
#if it.need != "" { text(size: 12pt, prose(it.need)) }
#par[*#it.stage* · #it.state]
#par(small(it.madeFor))

#for one in it.texts [
  #heading(level: 2, one.heading)
  #prose(one.text)
]
#if it.solutions.len() > 0 [
  #heading(level: 2, words.solutions)
  #list(..it.solutions.map(one => [*#one.name* #if one.limitation != "" [— #one.limitation]]))
]
#heading(level: 2, words.about)
#terms(..it.facts.map(one => terms.item(one.term, one.text)))
#if it.links.len() > 0 { list(..it.links.map(one => link(one.url, one.label))) }

#heading(level: 2, words.roles)
#for group in it.roles [
  #heading(level: 3, group.role)
  #if group.named.len() > 0 {
    list(..group.named.map(one => [*#one.name* #small(one.details)]))
  } else { par(group.nobody) }
]

#if it.at("gate", default: none) != none [
  #heading(level: 2, words.gate)
  #table(
    columns: (auto, 1fr, auto),
    table.header(words.code, words.criterion, words.state),
    ..it.gate.criteria.map(one => (
      one.code,
      [#one.label #if one.how != "" [ #linebreak() #small(one.how)]],
      if one.met { words.met } else { words.missing },
    )).flatten()
  )
  #par(small(it.gate.note))
]
#if it.statements.len() > 0 [
  #heading(level: 2, words.statements)
  #list(..it.statements.map(one => [*#one.code* #one.statement #linebreak() #small(one.proof + " · " + one.day)]))
]

#let passages(all) = list(..all.map(one => [
  *#one.when* — #one.text #if one.isPlanned [ (#words.planned)]
  #for detail in one.details [ #linebreak() #small(detail)]
]))
#heading(level: 2, words.timeline)
#passages(it.timeline)
#for other in it.merged [
  #heading(level: 3, other.title)
  #passages(other.timeline)
]

#heading(level: 2, words.knowledge)
#if it.knowledge.len() > 0 {
  table(
    columns: (auto, 1fr, 1fr, auto),
    table.header(words.kind, words.brought, words.effect, words.day),
    ..it.knowledge.map(one => (one.kind, [#lines(one.brought) #linebreak() #small(one.who)], lines(one.effect), one.day)).flatten()
  )
} else { par(words.no_knowledge) }
#if it.missingKinds != "" { par(it.missingKinds) }

#heading(level: 2, words.documents)
#if it.papers.len() > 0 {
  table(
    columns: (auto, 1fr, 10em, auto),
    table.header(words.number, words.document, words.licence, words.size),
    ..it.papers.map(one => (
      str(one.number),
      [*#one.title* #linebreak() #small(one.kind + if one.about != "" { " · " + one.about })
        #if one.description != "" [ #linebreak() #small(one.description)]
        #if one.where != "" [ #linebreak() #small(one.where)]
        #if one.fault != "" [ #linebreak() #emph(one.fault)]],
      one.licence,
      one.size,
    )).flatten()
  )
} else { par(words.no_documents) }
`
