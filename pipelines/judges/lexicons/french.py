"""French: see `tongue`. Written by hand, from general knowledge."""

from __future__ import annotations

from pipelines.judges.lexicons import word_list
from pipelines.judges.lexicons.tongue import Tongue, by_key

_FIELDS = """
immigration: immigr migrant migrat migratoire expuls deport asile refugie sans-papiers retention rafle
    clandestin
border: frontier douan passage
police: police policier policiere policiers enquet arret interpell perquisition gendarm crimin suspect temoin
prison: prison detention detenu penitenti cellule carcer incarcer retention
guards: gardien vigile blind fonds$ securite surveillance agent$ gardiennage convoyeur
intelligence: renseignement espion secret agents$ declassif contre-espionnage
drugs: drogue stupefiant trafic trafiquant cocaine narco cartel fentanyl heroine
court: tribunal juge justice proces avocat cour$ magistrat verdict appel$ procureur parquet plainte
military: militaire armee soldat marine$ arme$ armes$ missile munition defense guerre troupe
health: sante hopital hopitaux malad medecin clinique infirmi patient epidemi
pharma: medicament vaccin laboratoire pharma traitement cancer essai molecule
school: ecole eleve universit etudiant enseign lycee college rentree
environment: environnement climat pollution emission ecolog
oil: petrol gaz$ baril brut$ carburant essence raffiner pompe station-service stations-service forage gisement
power: electric energie nucleaire courant$ eolien solaire reacteur centrale$
bank: banque bancaire credit pret$ prets$ hypothe agence$ agences$ epargne guichet depot$
money: bourse bours fonds$ action$ actions$ investiss assur titre$ marche$ indice cotation
payments: paiement carte commercant commission$ transaction
retail: supermarche hypermarche magasin epicerie distributeur enseigne rayon detaillant pharmacie caisse$
    alimentation commerce client promotion boutique
food: aliment restaurant biere boisson brasser cafe$ chocolat lait$ laitier vin$ fromage yaourt repas bouteille
airline: vol$ vols$ avion aerien aeroport compagnie-aerienne passager pilote ligne$ aerolog desserte appareil
rail: train gare$ gares$ rail ferrovi rame$ rames$ metro ligne$ wagon tramway voie$ cheminot ratp sncf station$
car: voiture automobile constructeur vehicule camion camionnette moteur usine concession conduct garage modele
    berline routier
logistics: colis livraison logisti fret courrier facteur transporteur entrepot
telecom: telecom telephon mobile$ mobiles$ fibre reseau operateur forfait internet 5g antenne abonne
software: logiciel informati numerique application$ internet plateforme donnee iphone ordinateur tablette
    smartphone technolog cloud
social: reseau tweet compte$ publication$ abonne
press: journal$ abonnes$ editorial edition$ journaux quotidien redact journalis presse lecteur
screen: film cinema serie television chaine diffus episode realisat tournage documentaire scorsese acteur
games: jeu$ jeux$ console joueur
gambling: casino jeu$ jeux$ roulette machine pari$ paris-sportif loterie poker mise$ mises$
travel: hotel tourisme vacanc croisiere sejour voyage plage
mining: mine$ mines$ minier cuivre acier metal or$ lithium
building: construction chantier immobilier immeuble batiment bureau$ bureaux$ bail$ loyer location
advertising: publicit affichage panneau annonceur emballage
aid: humanitaire benevole aide$ secour don$ dons$ sang$ sinistre
fashion: mode$ vetement chaussure luxe parfum cosmet collection couture bijou
space: spatial satellite fusee orbite astronaut
farming: agricol agriculteur engrais semence tracteur recolte
tax: impot fiscal tresor taxe
labour: emploi travail salarie chomage syndicat greve convention$
parliament: depute senat parlement assemblee congres elu$ elus$ vote
diplomacy: diplom ambassad etranger sommet
sport: match equipe joueur but$ buts$ ligue championnat coupe$ finale tennis football rugby hockey basket
    entraineur medaille defenseur etape course metres stade tournoi victoire defenseuse demi-finale quarts
arts: concert musi chant chanson album tournee roman poete poeme exposition expose$ peintre toile theatre
    festival rappeur orchestre mozart ecrivain galerie photograph spectacle gala scene$ artiste comedien roman$
    livre$ publie-son salle$ salles$ choregies mecanique vedette
weather: meteo orage pluie neige vigilance alerte tempete inondation canicule temperature verglas vent$ vents$
nature: lac$ lacs$ rive$ rives$ riviere fleuve montagne ile$ iles$ foret baignade unite$ lumiere espece glacier
town: maire$ mairie mairesse commune$ village ville$ quartier rue$ boulevard avenue circulation habitant
    municipal conseiller
accident: incendie pompier accident blesse chute noyade explosion disparition
religion: eglise pape eveque messe priere
festival: fete$ fetes$ commemor anniversaire ceremonie defile
family: mariage obseques deces naissance otage otages
"""

_COUNTRIES = """
us: etats-unis americain washington trump congres$ texas californie minneapolis chicago portland new-york
    floride maison-blanche pentagone fbi
ca: canad quebec montreal ottawa toronto vancouver ontario alberta trudeau carney
fr: franc$ france$ francais paris$ lyon marseille lille vaucluse nantes bretagne macron
gb: royaume-uni britanni londres anglais$ angleterre ecoss
ie: irland dublin
de: allemagne allemand berlin francfort cologne munich
it: itali rome$ milan$ venise verone
es: espagn madrid barcelone
ch: suisse geneve zurich bale$
be: belg bruxelles
mx: mexi
br: bresil rio$ sao-paulo
cr: costa-ric
pt: portug lisbonne
jp: japon tokyo
cn: chin$ chine$ chinois pekin
ru: russ moscou
in: inde$ indien
au: australi sydney
nl: neerland pays-bas amsterdam
"""

FRENCH = Tongue(
    fields=by_key(_FIELDS),
    countries=by_key(_COUNTRIES),
    definite=word_list("l' la le les"),
    indefinite=word_list("ce cet cette des leur ma mon sa ses son un une"),
    of=word_list("d' de des du"),
    of_the=word_list("des du"),
    at=word_list("a au autour aux dans depuis en entre jusqu'a pres vers"),
    by=word_list("avec contre par selon"),
    home_of=word_list("chez"),
    titles=word_list("""
        acteur actrice avocat avocate capitaine chanteur chanteuse colonel comedien comedienne depute deputee
        docteur dr ecrivain entraineur frere general joueur joueuse juge m madame maire maitre me ministre mlle
        mm mme monsieur peintre pere poete premier president presidente prince princesse professeur reine roi
        saint sainte senateur senatrice soeur
    """),
    given_names=word_list("""
        adele adrien agnes alain albert alexandre alexis alice amelie andre anne annie antoine arnaud arthur
        audrey aurelie baptiste beatrice benoit bernard brigitte bruno camille caroline catherine cecile celine
        charles chloe christian christine christophe claire clara claude clement colette corinne damien daniel
        danielle david delphine denis denise didier dominique edouard elise emile emilie emma emmanuel eric
        etienne eva fabien fabrice florence florian francis francois francoise frederic gabriel genevieve
        georges gerard gilles guillaume gustave guy helene henri hubert hugo isabelle jacqueline jacques jean
        jeanne jerome joel joseph josephine julie julien juliette karine kevin laure laurence laurent lea leon
        louis louise luc lucas lucie lucien madeleine manon marc marcel margaux marguerite marie marine marion
        martin martine mathieu mathilde matthieu maurice maxime melanie michel michele mireille monique nathalie
        nicolas nicole noel noemie olivier pascal pascale patrice patrick paul pauline philippe pierre quentin
        rachel raphael raymond regis renaud rene robert roger roland romain sabine samuel sandrine sara sarah
        sebastien serge simon simone solene sophie stephane stephanie suzanne sylvain sylvie theo therese
        thibault thierry thomas tristan valerie veronique victor vincent virginie xavier yann yves yvette yvonne
        zoe
    """),
    places=word_list("""
        aeroport autoroute avenue baie boulevard canton cap cathedrale chateau circuit col college commune comte
        departement desenzano ecole eglise fleuve foret gare golfe hopital ile iles lac lycee maire mairie mont
        montagne parc place plage pont port prefecture prefet province quartier region riva rives riviere route
        rue saint san santa stade station theatre tribunal vallee village ville
    """),
    things=word_list("""
        album alerte chanson club comedie couleur equipe festival film joueur livre match navire niveau opera
        ouragan paquebot piece roman serie tableau tempete tgv tournoi train vigilance
    """),
    company=word_list("""
        assureur chaine compagnie concurrent constructeur detaillant distributeur editeur enseigne entreprise
        equipementier exploitant fabricant firme fournisseur geant groupe laboratoire marque multinationale
        operateur petrolier societe start-up transporteur
    """),
    of_company=word_list("""
        abonnes action actionnaires actions agences assures benefice boutique boutiques cadres caissieres camion
        camions chauffeurs chiffre client clients concessionnaire concessions dg dirigeants employes entrepots
        filiale filiales fondateur fondatrice forfaits fourgon fourgons gardiens investisseurs livreurs logo
        machinistes magasin magasins marque membres offre ouvriers patron patronne pdg pilotes produits rachat
        reseau salaries siege succursales supermarches syndiques techniciens titre usine usines ventes vigiles
    """),
    agency=word_list("""
        administration agence autorite bureau institution office organisme police service services
    """),
    of_agency=word_list("""
        agent agents arrestation arrestations centre centres descente descentes detention espion espions
        ex-agent officiers operatifs operation operations rafle rafles
    """),
    of_any=word_list("""
        avocats budget bureaux chef collaboration contrat contrats directeur direction directrice dirigeant
        effectifs locaux partenaire porte-parole rapport responsable responsables
    """),
    has=word_list("a avait doit ont pourrait va veut vont"),
    does=word_list("""
        abandonne achete affirme ajoute annonce annoncent annule assure augmente baisse cede change compte
        conclut confirme construit decroche demarre dement deploie devoile embauche emploie equipe etend
        exploite ferme fournit inaugure indique installe investit lance licencie livre modernise modifie negocie
        obtient ouvre plafonne poursuit precise presente prevoit produit propose publie rachete rappelle
        recherche recoit recrute reduit refuse relance remporte renforce renouvelle reporte reprend signe
        supprime suspend teste transfere vend veut vise
    """),
    enforces=word_list("arret convoqu deport detenu detien expuls incarcer interpell recherch saisi"),
    press=word_list("""
        affirme appris confie declare dit entretien explique hebdomadaire interview journal lecteurs quotidien
        raconte redacteur redaction redactrice repondu revele selon site
    """),
    foreign=word_list("acronyme anglais sigle"),
    small=word_list("""
        a ancien ancienne apres au aux avant avec ce ces cette chez comment contre d' dans de des deux du elle
        elles en et il ils l' la le les mais nous on ou par plus pour pourquoi quand que quel quelle qui sa sans
        selon ses si son sous sur trois un une vous
    """),
    common=word_list("""
        aigle apple auchan avenir banque bell bernard blanc blanche boss bouygues boyer canal carrefour casino
        celio chanel citroen claro classique corona croix dassault depeche dior durand energie etoile express
        faro figaro fleur ford fournier galaxie galerie garda garde garnier gautier girard gol guerin hermes
        horizon hugo iberia iris jaguar laurent leclerc lefebvre leroy liberation libre lion lumen lumiere mars
        martin mercure metro michel michelin monde montagne moreau mutuelle nature nestle noir ocean orange
        orient parisien pattison peugeot phare pierre point poste presse puma renault richard rivage riviere
        robert roche rouge roux sanofi santander shell simon soleil thomas titan total union verte victoire visa
        vision
    """),
)
