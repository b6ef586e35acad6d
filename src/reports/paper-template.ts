/**
 * A report as typst sets it (https://typst.app/docs). Words come in as data and are never read as markup. Headings,
 * tables with header cells, figures with alternative text and links become the tags of the PDF (PDF/UA-1, ISO 14289).
 * Greys only: it is read as well from any printer.
 */
export const paperTemplate = `
#let it = json(bytes(sys.inputs.sheet))
#let words = it.words
#set document(title: it.title, description: it.about.first().text, date: auto)
#set page(
  paper: it.paper,
  margin: (x: 2cm, top: 2cm, bottom: 2.4cm),
  footer: context [
    #set text(size: 8pt, fill: luma(30%))
    #it.foot #h(1fr) #counter(page).display("1 / 1", both: true)
    #linebreak() #text(size: 6.5pt, it.hash)
  ],
)
#set text(lang: it.lang, region: it.region, size: 10.5pt, font: "Libertinus Serif", fill: luma(10%))
#set par(leading: 0.62em, spacing: 0.9em)
#set table(stroke: (x: none, y: 0.5pt + luma(70%)), inset: (x: 4pt, y: 4.5pt))
#set list(spacing: 0.7em)
#show table.cell.where(y: 0): set text(weight: "bold")
#show heading.where(level: 1): set text(size: 22pt)
#show heading.where(level: 2): it => block(above: 2em, below: 0.8em, sticky: true, text(size: 15pt, it.body))
#show heading.where(level: 3): it => block(above: 1.4em, below: 0.7em, sticky: true, text(size: 11.5pt, it.body))
#show link: underline
#show figure: set align(left)

#let small(words) = text(size: 9pt, fill: luma(30%), words)
#let styled(run) = {
  let said = run.text.split("\\n").join(linebreak())
  if said == none { said = linebreak() }
  if run.strong { said = strong(said) }
  if run.em { said = emph(said) }
  if run.href != "" { link(run.href, said) } else { said }
}
#let prose(parts) = for part in parts {
  let said = part.runs.map(styled).join()
  if part.kind == "heading" { heading(level: 2, said) } else if part.kind == "item" { list(said) } else if part.kind == "quote" { quote(block: true, said) } else { par(said) }
}
#let key(entries) = if entries.len() > 1 {
  par(entries.map(one => box[#box(width: 9pt, height: 7pt, fill: rgb(one.shade), stroke: 0.5pt + luma(20%)) #small(one.name)]).join(h(1em)))
}
#let bars(chart) = figure(alt: chart.alt, {
  set text(size: 9pt)
  for row in chart.rows {
    grid(
      columns: (30%, 1fr, 5.5em), column-gutter: 6pt, row-gutter: 0pt, align: (left + horizon, left + horizon, right + horizon),
      inset: (y: 2pt),
      row.label,
      box(width: 100%, height: 9pt, for one in row.bars {
        place(dx: one.from * 1%, rect(width: one.width * 1%, height: 9pt, fill: rgb(one.shade), stroke: 0.4pt + luma(20%)))
      }),
      row.text,
    )
  }
})

#heading(level: 1, it.title)
#terms(..it.about.map(one => terms.item(one.term, one.text)))
#outline(title: words.contents, target: heading.where(level: 2))

#for part in it.parts {
  if part.kind == "words" { prose(part.parts) } else {
    heading(level: 2, part.title)
    par(small(part.lead))
    if part.figures.len() > 0 {
      table(
        columns: if part.isCompared { (1fr, auto, auto) } else { (1fr, auto) },
        align: (x, y) => if x == 0 { left } else { right },
        table.header(..if part.isCompared { (words.figure, words.value, words.compared) } else { (words.figure, words.value) }),
        ..part.figures.map(one => {
          let value = [#strong(one.text) #if one.remark != "" [ #linebreak() #small(one.remark)]]
          if part.isCompared { (one.name, value, one.compared) } else { (one.name, value) }
        }).flatten()
      )
    }
    for chart in part.charts {
      heading(level: 3, chart.title)
      key(chart.series)
      if chart.svg != "" {
        figure(alt: chart.alt, image(bytes(chart.svg), format: "svg", width: 100%, alt: chart.alt))
      } else { bars(chart) }
    }
    for one in part.tables {
      heading(level: 3, one.caption)
      if one.rows.len() == 0 { par(small(words.nothing)) } else {
        set text(size: one.size * 1pt)
        table(
          columns: (1fr,) + (auto,) * (one.columns.len() - 1),
          align: (x, y) => if one.columns.at(x).isQuantity { right } else { left },
          table.header(..one.columns.map(column => column.heading)),
          ..one.rows.flatten()
        )
      }
      if one.rest != "" { par(small(one.rest)) }
    }
    for note in part.notes { par(small(note)) }
  }
}

#if it.definitions.len() > 0 {
  pagebreak(weak: true)
  heading(level: 2, words.definitions)
  for one in it.definitions {
    par[*#one.name* — #one.formula #linebreak() #small(one.source)]
  }
}
`
