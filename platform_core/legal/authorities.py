"""Who supervises and who arbitrates in each Land: data protection, and accessible information technology.

Sources: the list of supervisory authorities of the Federal Commissioner for Data
Protection; the list of enforcement bodies of Bund and Länder kept by the Land
Hesse (lbit.hessen.de/buergerinnen-und-buerger/durchsetzungsstellen-der-laender,
as of March 2024). Where a postal address could not be confirmed there is none:
the entry then names the body and, where known, its page. Local admins can add
what is missing to the text of their own page.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """A body with its postal address and page, each empty where we are not certain."""

    name: str
    address: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Land:
    """What the legal pages of a place need to know of its Land. `law` is the rule on public tasks (Art. 6 (3) GDPR)."""

    code: str
    name: str
    law: str
    privacy: Office
    accessibility: Office


LANDS: dict[str, Land] = {
    # By the first two digits of the municipality key (AGS).
    "01": Land(
        "SH",
        "Schleswig-Holstein",
        "§ 3 LDSG SH",
        Office(
            "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein (ULD)",
            "Holstenstraße 98, 24103 Kiel",
            "https://www.datenschutzzentrum.de",
        ),
        Office(
            "Beschwerdestelle für barrierefreie Informationstechnik bei der Landesbeauftragten für Menschen mit "
            "Behinderungen Schleswig-Holstein",
            "",  # not confirmed
            "https://www.landtag.ltsh.de/beauftragte/beschwerdestelle-fuer-barrieren",
        ),
    ),
    "02": Land(
        "HH",
        "Hamburg",
        "§ 4 HmbDSG",
        Office(
            "Der Hamburgische Beauftragte für Datenschutz und Informationsfreiheit",
            "Ludwig-Erhard-Straße 22, 20459 Hamburg",
            "https://datenschutz-hamburg.de",
        ),
        # The application for enforcement is made through the pages of the monitoring body; its address is not confirmed.
        Office(
            "Überwachungsstelle für Barrierefreiheit von Informationstechnik der Freien und Hansestadt Hamburg",
            "",
            "https://www.hamburg.de/ueberwachungsstelle-barrierefreiheit/",
        ),
    ),
    "03": Land(
        "NI",
        "Niedersachsen",
        "§ 3 NDSG",
        Office(
            "Der Landesbeauftragte für den Datenschutz Niedersachsen",
            "Prinzenstraße 5, 30159 Hannover",
            "https://www.lfd.niedersachsen.de",
        ),
        # § 9d NBGG; address and page not confirmed
        Office("Schlichtungsstelle nach § 9d NBGG bei der oder dem Landesbeauftragten für Menschen mit Behinderungen"),
    ),
    "04": Land(
        "HB",
        "Bremen",
        "§ 3 BremDSGVOAG",
        Office(
            "Die Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen",
            "Arndtstraße 1, 27570 Bremerhaven",
            "https://www.datenschutz.bremen.de",
        ),
        # address and page not confirmed
        Office("Schlichtungsstelle beim Landesbehindertenbeauftragten der Freien Hansestadt Bremen"),
    ),
    "05": Land(
        "NW",
        "Nordrhein-Westfalen",
        "§ 3 DSG NRW",
        Office(
            "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
            "Kavalleriestraße 2–4, 40213 Düsseldorf",
            "https://www.ldi.nrw.de",
        ),
        Office(
            "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
            "",  # not confirmed: it moved from the ministry to the commissioner
            "https://www.lbbp.nrw.de/ombudsstelle",
        ),
    ),
    "06": Land(
        "HE",
        "Hessen",
        "§ 3 HDSIG",
        Office(
            "Der Hessische Beauftragte für Datenschutz und Informationsfreiheit",
            "Postfach 3163, 65021 Wiesbaden",
            "https://datenschutz.hessen.de",
        ),
        Office(
            "Durchsetzungs- und Überwachungsstelle für barrierefreie Informationstechnik beim Regierungspräsidium Gießen",
            "",  # not confirmed
            "https://lbit.hessen.de",
        ),
    ),
    "07": Land(
        "RP",
        "Rheinland-Pfalz",
        "§ 3 LDSG",
        Office(
            "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz",
            "Hintere Bleiche 34, 55116 Mainz",
            "https://www.datenschutz.rlp.de",
        ),
        # name by function; address and page not confirmed
        Office("Schlichtungsstelle bei der oder dem Landesbeauftragten für die Belange von Menschen mit Behinderungen"),
    ),
    "08": Land(
        "BW",
        "Baden-Württemberg",
        "§ 4 LDSG",
        Office(
            "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Baden-Württemberg",
            "Lautenschlagerstraße 20, 70173 Stuttgart",
            "https://www.baden-wuerttemberg.datenschutz.de",
        ),
        # § 10b L-BGG; address and page not confirmed
        Office("Schlichtungsstelle beim Landeszentrum Barrierefreiheit (LZ-BARR) Baden-Württemberg"),
    ),
    "09": Land(
        "BY",
        "Bayern",
        "Art. 4 BayDSG",
        Office(
            "Der Bayerische Landesbeauftragte für den Datenschutz",
            "Wagmüllerstraße 18, 80538 München",
            "https://www.datenschutz-bayern.de",
        ),
        # address not confirmed
        Office(
            "Durchsetzungs- und Überwachungsstelle für barrierefreie Informationstechnik beim Landesamt für "
            "Digitalisierung, Breitband und Vermessung, München",
            "",
            "https://www.ldbv.bayern.de",
        ),
    ),
    "10": Land(
        "SL",
        "Saarland",
        "§ 4 SDSG",
        Office(
            "Unabhängiges Datenschutzzentrum Saarland",
            "Fritz-Dobisch-Straße 12, 66111 Saarbrücken",
            "https://www.datenschutz.saarland.de",
        ),
        # name by function; address and page not confirmed
        Office("Schlichtungsstelle bei der oder dem Landesbeauftragten für die Belange von Menschen mit Behinderungen"),
    ),
    "11": Land(
        "BE",
        "Berlin",
        "§ 3 BlnDSG",
        Office(
            "Berliner Beauftragte für Datenschutz und Informationsfreiheit",
            "Alt-Moabit 59–61, 10555 Berlin",
            "https://www.datenschutz-berlin.de",
        ),
        # address and page not confirmed
        Office("Landesbeauftragte für digitale Barrierefreiheit Berlin"),
    ),
    "12": Land(
        "BB",
        "Brandenburg",
        "§ 5 BbgDSG",
        Office(
            "Die Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg",
            "Stahnsdorfer Damm 77, 14532 Kleinmachnow",
            "https://www.lda.brandenburg.de",
        ),
        Office(
            "Durchsetzungsstelle für digitale Barrierefreiheit bei der Landesbeauftragten für die Belange der Menschen "
            "mit Behinderungen Brandenburg",
            "",  # not confirmed
            "https://msgiv.brandenburg.de/msgiv/de/beauftragte/landesbehindertenbeauftragte/durchsetzungsstelle",
        ),
    ),
    "13": Land(
        "MV",
        "Mecklenburg-Vorpommern",
        "§ 4 DSG M-V",
        Office(
            "Der Landesbeauftragte für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern",
            "Lennéstraße 1, 19053 Schwerin",
            "https://www.datenschutz-mv.de",
        ),
        # the ministry's name changes with governments; address and page not confirmed
        Office(
            "Durchsetzungsstelle für barrierefreie Informationstechnik beim Sozialministerium Mecklenburg-Vorpommern"
        ),
    ),
    "14": Land(
        "SN",
        "Sachsen",
        "§ 3 SächsDSDG",
        Office(
            "Sächsische Datenschutz- und Transparenzbeauftragte",
            "Postfach 11 01 32, 01330 Dresden",
            "https://www.datenschutz.sachsen.de",
        ),
        Office(
            "Sächsische Durchsetzungsstelle beim Beauftragten der Staatsregierung für die Belange von Menschen mit "
            "Behinderungen",
            "Archivstraße 1, 01097 Dresden",
        ),
    ),
    "15": Land(
        "ST",
        "Sachsen-Anhalt",
        "§ 4 DSAG LSA",
        Office(
            "Landesbeauftragte für den Datenschutz Sachsen-Anhalt",
            "Otto-von-Guericke-Straße 34a, 39104 Magdeburg",
            "https://datenschutz.sachsen-anhalt.de",
        ),
        Office(
            "Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt",
            "",  # not confirmed
            "https://lf-barrierefreiheit-st.de/ueber-uns/ombudsstelle",
        ),
    ),
    "16": Land(
        "TH",
        "Thüringen",
        "§ 16 ThürDSG",
        Office(
            "Thüringer Landesbeauftragter für den Datenschutz und die Informationsfreiheit",
            "Häßlerstraße 8, 99096 Erfurt",
            "https://www.tlfdi.de",
        ),
        # name by function; address and page not confirmed
        Office("Durchsetzungsstelle beim Thüringer Landesbeauftragten für Menschen mit Behinderungen"),
    ),
}
#: For bodies of the federation.
FEDERATION = Land(
    "DE",
    "Bund",
    "§ 3 BDSG",
    Office(
        "Die Bundesbeauftragte für den Datenschutz und die Informationsfreiheit",
        "Graurheindorfer Straße 153, 53117 Bonn",
        "https://www.bfdi.bund.de",
    ),
    Office(
        "Schlichtungsstelle nach § 16 des Behindertengleichstellungsgesetzes (BGG)",
        "Mauerstraße 53, 10117 Berlin",
        "https://www.schlichtungsstelle-bgg.de",
    ),
)


def land_of(ags: str, code: str = "") -> Land | None:
    """The Land by the first two digits of a municipality key, else by its two letters; None for neither."""
    if ags[:2] in LANDS:
        return LANDS[ags[:2]]
    every = [*LANDS.values(), FEDERATION]
    return next((land for land in every if land.code == code.upper()), None)
