"""Words of texts that tell of business, of government, of the press, and so on: wide classes, for every watch."""

from __future__ import annotations

from pipelines.judges.lexicons import word_list

COMPANY_NEAR = word_list("""
shares share stock stocks shareholders shareholder investors investor ceo cfo coo cto chief executive executives
chairman chairwoman boss bosses founder cofounder co-founder owner owners owned profit profits revenue revenues
sales earnings quarter quarterly loss losses billion bn valuation ipo listing merger acquisition takeover acquire
acquires acquired buy buys bought bid deal stake layoffs lay-offs laid jobs cuts store stores shop shops outlet
outlets customer customers consumers employee employees staff workers union franchise brand brands product products
maker manufacturer launch launches launched launching unveil unveils unveiled rollout rolls announces announced
announcement rival rivals competitor competitors firm company companies corporate startup retailer supplier
suppliers subsidiary parent headquarters hq branch branches sues sued lawsuit settlement antitrust fined recall
recalls factory plant plants production market analysts analyst forecast guidance dividend bankruptcy outage service
services users subscribers subscription app apps device devices price prices pricing discount sale promo partnership
partners spokesperson spokeswoman spokesman
""")

AGENCY_NEAR = word_list("""
federal agency agents officers officials government administration department secretary director spokesperson law
enforcement policy authorities investigation congress lawmakers senate senators senator president white house bill
regulations regulator commission commissioner homeland security justice court judge ruling lawsuit custody detained
arrested deported immigrants immigration migrants border undocumented deportation detention raid raids biden trump
obama republican democrats bipartisan military troops officer
""")

PRESS_NEAR = word_list("""
newspaper newspapers tabloid paper editor editorial columnist columnists column journalist journalists reporter
reporters reported reports reporting published publisher publishes front page headline headlines interview told
newsroom broadsheet readers opinion correspondent circulation story stories press exclusive owner
""")

SPORT_NEAR = word_list("""
game games match matches season league cup team teams coach coaches player players goal goals score scored wins win
won beat beats defeat victory final finals playoffs championship champion champions tournament club striker
midfielder quarterback nfl nba mlb nhl ncaa fifa uefa rugby cricket football soccer tennis golf hockey basketball
baseball f1 grand prix olympics olympic medal athlete athletes wicket innings batsman bowler touchdown draft squad
manager transfer premier fixture coached race racing jockey horse
""")

ARTS_NEAR = word_list("""
film films movie movies actor actress actors director trailer episode episodes season series show sequel prequel
album albums song songs singer band concert tour festival novel book books author character characters box office
drama comedy netflix hbo disney marvel starring stars star premiere review reviews game games playstation xbox
nintendo gamers gaming streaming oscar oscars emmy grammy award awards nominated exhibition museum gallery painting
theatre musical stage
""")

NATURE_NEAR = word_list("""
weather storm storms rain snow hurricane cyclone flood floods fire fires wildfire earthquake volcano eruption planet
planets moon nasa telescope spacecraft astronauts astronomers space orbit rover mission scientists species wildlife
animals animal fish birds bird dinosaur fossil ocean river lake sea coast beach mountain forest climate temperature
temperatures glacier melting antarctic arctic ancient
""")

CRIME_NEAR = word_list("""
police murder murdered killed shot shooting stabbed stabbing dead died death victim suspect crash arrested charged
trial jury guilty sentenced jail jailed prison court attack injured hospital body
""")

WORD_CLASSES: dict[str, frozenset[str]] = {
    "company": COMPANY_NEAR,
    "agency": AGENCY_NEAR,
    "press": PRESS_NEAR,
    "sport": SPORT_NEAR,
    "arts": ARTS_NEAR,
    "nature": NATURE_NEAR,
    "crime": CRIME_NEAR,
}
