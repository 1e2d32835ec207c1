"""Secrets that a pupil can read, remember and type: three plain words and a number, without accents."""

from __future__ import annotations

import secrets

_TEXT = """
abeille abri accord affiche agneau aigle aile aimant air album algue alouette amande ami ancre angle anneau
antenne arbre arc archet argile armoire arrosoir atelier atlas aube avion avoine bague bain balade balai balcon
ballon bambou banane banc bande banjo barque bateau baton bazar berceau berger bijou billet biscuit blason bocal
bois bonbon bonnet bosquet bottes bouchon boussole bouton branche brique brise brosse brume buffet bulle bureau
cabane cactus cadeau cadre cahier caillou calme canal canard canoe carnet carotte carte casque castor cerf
cerise chaise chalet chameau champ chanson chapeau chariot chat chemin cheval chou cigale cigogne cinema citron
clairon classe clavier clef climat cloche clown colline colombe comete compas compote conte copain coq corail
corde costume coton couleur courge crabe craie crayon cube cuisine cygne damier danse dauphin dessin diamant
domino dragon drapeau dune eau echo ecole ecran ecureuil elan encre epi escale escargot espace etang etoile
fable facteur falaise farine faucon fenouil ferme feuille ficelle figue film flamme fleur fleuve flocon flute
foin foret fougere fraise fromage fruit galet gant gare gateau genou girafe glace globe gomme gourde graine
grange griffe grillon grotte guide guitare hamac haricot harpe herbe heron hibou histoire hiver horloge huile
igloo ile image iris ivoire jade jardin jeu jonque journal jupe kayak kiwi lac laine lampe lapin laurier lavande
lettre levure lezard lierre lilas linge lion livre loupe loutre luge lumiere lune lutin maison manege mangue
marche marmite marron masque matin melon menthe merle meuble miel mimosa miroir montagne moulin mouton muguet
mur musique navire neige nid noisette nuage oasis objet olive onde orage orange orgue ours page palais palmier
panda panier papier parc pastel peigne pelle perle phare photo piano pierre pigeon pinceau piscine plage plaine
planete plume poire poisson poivre pomme poney pont poterie prairie prune puits puzzle quai radeau radis raisin
rame regard reine renard requin riviere robe robot roche roman rose roseau ruban ruche rue sable safran salade
sapin savon sentier serre singe sirop soleil source stylo sucre surf tambour tapis tarte tasse temple tente
terre theatre tigre timbre tiroir toit tomate tortue toupie tracteur train tresor tribu trousse tulipe tunnel
usine vague vallon vanille velo vent verger vigne village violon voile volcan voyage wagon yaourt zebre zeste
"""
WORDS = _TEXT.split()


def readable_secret() -> str:
    """Three words and two digits, such as « lampe-galet-voile-42 »: about 32 bits, behind a limit of attempts."""
    words = [secrets.choice(WORDS) for _number in range(3)]
    return "-".join([*words, f"{secrets.randbelow(90) + 10}"])


def school_code() -> str:
    """Six letters and digits that cannot be mistaken for one another."""
    return "".join(secrets.choice("ABCDEFGHJKMNPQRTUVWXYZ346789") for _number in range(6))
