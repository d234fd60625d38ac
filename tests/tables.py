"""A small valid theatre with its experiment, written as files, and ways to spoil a cell of it.

Six places: Bergen - Warszawa - Mockava by rail of 1435 mm and road, Mockava - Kaunas by rail of
1520 mm and road, Warszawa - Gdynia by both, Gdynia - Klaipeda by sea, Klaipeda - Kaunas by road.
"""

# ruff: noqa: E501  rows of a table stay on one line

import csv
from pathlib import Path

from eastflank.compile import REQUIRED_KEYS

NETWORK = "networks/mini"
FORCES = "experiments/forces"
FLEETS = "experiments/fleets"
EVIDENCE = "experiments/assumptions.csv"
BASELINE = "experiments/baseline.toml"

TABLES = {
    f"{NETWORK}/config.csv": """
dataset_name,long_length,short_length,speed,crs,geometry_field_format,currency,version_number,id_type
mini,km,m,km/h,EPSG:4326,WKT,EUR,0.96,string
""",
    f"{NETWORK}/node.csv": """
node_id,name,x_coord,y_coord,node_type,country,kinds,theatre,grade,source
DE_BERGEN,Bergen,9.96,52.81,garrison,DE,garrison;airfield,core,A,atlas
PL_WARSZAWA,Warszawa,21.01,52.23,town,PL,town,core,A,atlas
PL_GDYNIA,Gdynia,18.53,54.52,port,PL,port,core,A,atlas
LT_MOCKAVA,Mockava,23.14,54.26,yard,LT,yard,core,A,atlas
LT_KAUNAS,Kaunas,23.95,54.90,town,LT,town;airfield,core,A,atlas
LT_KLAIPEDA,Klaipėda,21.13,55.71,port,LT,port,core,A,atlas
""",
    f"{NETWORK}/link.csv": """
link_id,name,from_node_id,to_node_id,directed,length,facility_type,allowed_uses,free_speed,border,transit,corridor,status,grade,source
RL1,,DE_BERGEN,PL_WARSZAWA,0,800,rail,rail,120,DE-PL,,,open,B,atlas
RL2,,PL_WARSZAWA,LT_MOCKAVA,0,320,rail,rail,100,PL-LT,,,open,B,atlas
RL3,,LT_MOCKAVA,LT_KAUNAS,0,100,rail,rail,80,,,,open,B,atlas
RL4,,PL_WARSZAWA,PL_GDYNIA,0,340,rail,rail,120,,,,open,B,atlas
RD1,,DE_BERGEN,PL_WARSZAWA,0,820,motorway,road,100,DE-PL,,,open,B,atlas
RD2,,PL_WARSZAWA,LT_MOCKAVA,0,330,trunk,road,80,PL-LT,,,open,B,atlas
RD3,,LT_MOCKAVA,LT_KAUNAS,0,95,trunk,road,80,,,,open,B,atlas
RD4,,PL_WARSZAWA,PL_GDYNIA,0,350,motorway,road,100,,,,open,B,atlas
RD5,,LT_KLAIPEDA,LT_KAUNAS,0,215,motorway,road,100,,,,open,B,atlas
SE1,,PL_GDYNIA,LT_KLAIPEDA,0,230,sea_lane,sea,40,,,,open,D,atlas
""",
    f"{NETWORK}/rail.csv": """
link_id,gauge_mm,tracks,electrified,paths_per_day_each_way,train_length_m,train_mass_t,holding_tracks,grade,source
RL1,1435,2,15kV/3kV,60,740,2000,6,E,atlas
RL2,1435,1,no,10,600,1600,2,E,atlas
RL3,1520,1,no,10,600,1600,2,E,atlas
RL4,1435,2,3kV,60,740,2000,4,E,atlas
""",
    f"{NETWORK}/road.csv": """
link_id,road_class,lanes_each_way,bridge_mlc,grade,source
RD1,motorway,2,100,E,atlas
RD2,trunk,1,80,E,atlas
RD3,trunk,1,80,E,atlas
RD4,motorway,2,100,E,atlas
RD5,motorway,2,100,E,atlas
""",
    f"{NETWORK}/sea.csv": """
link_id,kiel_canal,grade,source
SE1,0,D,atlas
""",
    f"{NETWORK}/terminal.csv": """
terminal_id,node_id,kind,gauge_mm,far_gauge_mm,servers,call_forward_limit,service_factor,max_train_m,staging_pieces,grade,source,note
AF_BERGEN,DE_BERGEN,airfield,,,4,8,1.0,,,E,atlas,
AF_KAUNAS,LT_KAUNAS,airfield,,,2,4,1.0,,,E,atlas,
PT_GDYNIA,PL_GDYNIA,port,,,2,4,1.0,,400,E,atlas,
PT_KLAIPEDA,LT_KLAIPEDA,port,,,2,4,1.0,,400,E,atlas,
RH_BERGEN,DE_BERGEN,railhead,1435,,2,6,1.0,740,,E,atlas,
RH_GDYNIA,PL_GDYNIA,railhead,1435,,2,6,1.0,740,,E,atlas,
RH_MOCKAVA,LT_MOCKAVA,railhead,1435,,1,3,1.0,600,,E,atlas,
RH15_KAUNAS,LT_KAUNAS,railhead,1520,,1,3,1.0,600,,E,atlas,
SA_KAUNAS,LT_KAUNAS,staging_area,,,2,10,1.0,,,E,atlas,
TY_MOCKAVA,LT_MOCKAVA,transfer_yard,1435,1520,1,2,1.0,600,,E,atlas,
""",
    f"{NETWORK}/airfield.csv": """
terminal_id,icao,name,longest_paved_runway_m,runway_width_m,surface,open_h,close_h,access_km,grade,source
AF_BERGEN,ETHC,Bergen,2500,45,ASP,0,24,5,A,atlas
AF_KAUNAS,EYKA,Kaunas,3250,45,ASP,6,22,10,A,atlas
""",
    f"{NETWORK}/corridor.csv": """
corridor_id,member_kind,member_id,note,grade,source
suwalki,link,RL2,,D,atlas
suwalki,link,RD2,,D,atlas
suwalki,terminal,TY_MOCKAVA,,D,atlas
suwalki-rail,link,RL2,,D,atlas
""",
    f"{NETWORK}/country.csv": """
country,name,utc_offset_h,member,transit_allowed,reason,grade,source
DE,Germany,1,1,1,,A,atlas
PL,Poland,1,1,1,,A,atlas
LT,Lithuania,2,1,1,,A,atlas
CH,Switzerland,1,0,0,neutral,A,atlas
""",
    f"{NETWORK}/sources.csv": """
source_id,title,year,address,licence,note
atlas,An atlas,2026,,,
study,A study,2024,,,
""",
    f"{FORCES}/nato.csv": """
uln,name,nation,brigade,division,unit_type,tier,notice_d,priority,personnel,origin_node_id,kit_node_id,destination_node_id,rdd_day,in_place,garrison,grade,source,note
007,1st Tank Battalion,DE,Brigade 9,Division 1,tank_bn,1,10,1,,DE_BERGEN,,LT_KAUNAS,20,0,public,C,atlas;study,
1e3,2nd Infantry Battalion,DE,Brigade 9,Division 1,infantry_bn,2,20,2,651,DE_BERGEN,PL_GDYNIA,LT_KAUNAS,30,0,notional,C,atlas,
FORWARD,Battlegroup,LT,,,infantry_bn,1,0,1,1200,LT_KAUNAS,,LT_KAUNAS,0,1,public,B,atlas,
""",
    f"{FORCES}/unit_types.csv": """
unit_type,title,weight,personnel,wheeled,tracked,heavy_tracked,containers,may_fly,grade,source,note
tank_bn,Tank battalion,heavy,600,131,10,44,24,0,D,study,
infantry_bn,Light infantry battalion,light,700,90,0,0,11,1,D,study,
""",
    f"{FORCES}/cargo_classes.csv": """
cargo_class,lot_pieces_max,piece_t,piece_m,grade,source
people,160,0.1,0,E,study
wheeled,30,9,9,E,study
tracked,30,28,8,E,study
heavy_tracked,14,62,11,E,study
containers,30,14,6.1,E,study
""",
    f"{FORCES}/loading.csv": """
cargo_class,asset_type,pieces_per_carrier,grade,source
people,coach_1435,60,E,study
people,coach_1520,60,E,study
people,bus,50,E,study
people,airliner,200,E,study
people,c17,100,E,study
wheeled,flat_1435,1.5,E,study
wheeled,march,1,E,study
wheeled,c17,3,E,study
wheeled,roro,0.1,E,study
tracked,flat_1435,1,E,study
tracked,flat_1520,1,E,study
tracked,het,1,E,study
tracked,roro,0.1,E,study
heavy_tracked,flat_1435,1,E,study
heavy_tracked,flat_1520,1,E,study
heavy_tracked,het,1,E,study
heavy_tracked,roro,0.08,E,study
containers,flat_1435,2,E,study
containers,truck,2,E,study
containers,roro,0.15,E,study
""",
    f"{FLEETS}/asset_types.csv": """
asset_type,title,mode,gauge_mm,carrier,carriers,length_m,tare_t,speed_kmh,range_km,runway_m,utilisation_h_per_day,mlc,load_key,unload_key,returns_home,grade,source
flat_1435,Flat wagons,rail,1435,wagon,30,600,25,,,,,,train_load,train_unload,0,D,study
flat_1520,Wide flat wagons,rail,1520,wagon,30,600,25,,,,,,train_load,train_unload,0,D,study
coach_1435,Coaches,rail,1435,coach,10,260,25,,,,,,coach_load,coach_unload,0,D,study
coach_1520,Wide coaches,rail,1520,coach,10,260,25,,,,,,coach_load,coach_unload,0,D,study
march,Own wheels,road,,vehicle,1,,,,,,,30,march_form,march_disperse,0,D,study
het,Transporters,road,,transporter,16,400,,,,,,100,het_load,het_unload,0,D,study
bus,Buses,road,,bus,4,60,,,,,,20,bus_load,bus_unload,0,D,study
truck,Trucks,road,,truck,10,200,,,,,,40,truck_load,truck_unload,0,D,study
airliner,Airliner,air,,aircraft,1,,,780,5000,2200,12,,ground_airliner_load,ground_airliner_unload,1,D,study
c17,C-17,air,,aircraft,1,,,750,4400,1100,12,,ground_military_load,ground_military_unload,1,D,study
roro,RoRo ship,sea,,lane metre,2000,180,,33,,,24,,ship_load,ship_unload,0,D,study
""",
    f"{FLEETS}/mini.csv": """
fleet_id,owner,asset_type,home_node_id,held,callup,held_ready_key,callup_start_key,callup_ramp_key,callup_factor_key,serves,grade,source,note
FL_DE_FLAT,DE,flat_1435,DE_BERGEN,5,15,held_ready_rail,callup_start_rail,callup_ramp_rail,callup_factor_rail,,E,study,
FL_LT_FLAT,LT,flat_1520,LT_KAUNAS,1,3,held_ready_rail,callup_start_rail,callup_ramp_rail,callup_factor_rail,,E,study,
FL_DE_COACH,DE,coach_1435,DE_BERGEN,0,5,held_ready_rail,callup_start_rail,callup_ramp_rail,callup_factor_rail,,E,study,
FL_LT_COACH,LT,coach_1520,LT_KAUNAS,0,2,held_ready_rail,callup_start_rail,callup_ramp_rail,callup_factor_rail,,E,study,
FL_DE_HET,DE,het,DE_BERGEN,2,4,held_ready_road,callup_start_road,callup_ramp_road,callup_factor_road,DE;LT,E,study,
FL_DE_BUS,DE,bus,DE_BERGEN,2,10,held_ready_road,callup_start_road,callup_ramp_road,callup_factor_road,,E,study,
FL_DE_TRUCK,DE,truck,DE_BERGEN,2,10,held_ready_road,callup_start_road,callup_ramp_road,callup_factor_road,,E,study,
FL_DE_AIR,DE,airliner,DE_BERGEN,0,3,held_ready_air,callup_start_air,callup_ramp_air,callup_factor_air,,E,study,
FL_DE_RORO,DE,roro,PL_GDYNIA,1,3,held_ready_sea,callup_start_sea,callup_ramp_sea,callup_factor_sea,,E,study,
""",
}

# canonical unit -> a row's unit, low, likely, high
VALUES = {
    "h": ("d", "0.5", "1", "2"),
    "km/h": ("km/h", "30", "50", "70"),
    "share": ("pct", "20", "40", "60"),
    "factor": ("factor", "0.8", "1", "1.2"),
    "count": ("count", "15", "20", "25"),
    "km": ("km", "500", "800", "1000"),
    "veh/h": ("veh/h", "100", "200", "300"),
    "h/d": ("h/d", "8", "10", "12"),
    "clock_h": ("clock_h", "6", "6", "6"),
    "t": ("kg", "20", "40", "80"),
}

FLEET_KEYS = {  # that the fleets name
    **{
        f"{what}_{mode}": "h"
        for what in ("held_ready", "callup_start", "callup_ramp")
        for mode in ("rail", "road", "air", "sea")
    },
    **{f"callup_factor_{mode}": "factor" for mode in ("rail", "road", "air", "sea")},
}

EVIDENCE_KEYS = {**REQUIRED_KEYS, **FLEET_KEYS}
EVIDENCE_COLUMNS = [
    "key",
    "regime",
    "title",
    "unit",
    "low",
    "likely",
    "high",
    "likely_is",
    "distribution",
    "scope",
    "per",
    "group",
    "starts",
    "covers",
    "grade",
    "source",
]

OWN_VALUES = {
    "wagon_turn": ("h", "4", "8", "12"),
    "out_of_gauge_order": ("h", "2", "6", "12"),
    "path_order": ("h", "2", "6", "12"),
    "train_prepare": ("h", "1", "2", "3"),
    "train_place": ("h", "0.5", "1", "2"),
    "train_stand": ("h", "0.5", "1", "2"),
    "march_day_end": ("clock_h", "22", "22", "22"),
    "air_route_factor": ("factor", "1", "1.05", "1.2"),
    "barge_low_water": ("factor", "0.5", "0.8", "1"),
    "locomotive_length": ("m", "15", "20", "25"),
}

TOML = {
    BASELINE: """
schema_version = 1
[experiment]
title = "A small move"
question = "Does it arrive?"
[network]
folder = "mini"
[force]
list = "nato"
[fleets]
list = "mini"
[run]
horizon_days = 60
replications = 3
""",
    "experiments/cut.toml": """
schema_version = 1
extends = "baseline.toml"
[experiment]
title = "A small move, cut"
[[disruptions]]
id = "suwalki"
targets = ["corridor:suwalki"]
start_day = 8.0
end_day = inf
""",
}
# a row of terminal.csv, for units that go to Poland
STAGING_AT_WARSZAWA = [
    "SA_WARSZAWA",
    "PL_WARSZAWA",
    "staging_area",
    "",
    "",
    "2",
    "10",
    "1.0",
    "",
    "",
    "E",
    "atlas",
    "",
]


def evidence_table() -> str:
    """The evidence table with a row for every key that the model reads."""
    rows = [",".join(EVIDENCE_COLUMNS)]
    for key, canonical in EVIDENCE_KEYS.items():
        unit, low, likely, high = OWN_VALUES.get(key, VALUES[canonical])
        shape = ",fixed" if low == high else "mode,triangular"
        rows.append(f"{key},,{key},{unit},{low},{likely},{high},{shape},knowledge,,,,,E,study")
    return "\n".join(rows) + "\n"


def write_project(root: Path) -> Path:
    """Write the theatre and its experiments below ``root``; gives ``root`` back."""
    texts = {**TABLES, **TOML, EVIDENCE: evidence_table()}
    for file, text in texts.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    return root


def set_cell(root: Path, file: str, row: int, column: str, value: str) -> None:
    """Put ``value`` into a cell; ``row`` as a spreadsheet counts, the header is row 1."""
    records = read_records(root, file)
    records[row - 1][records[0].index(column)] = value
    write_records(root, file, records)


def add_row(root: Path, file: str, *cells: str) -> int:
    """Put a row at the end and say which it is."""
    records = read_records(root, file)
    write_records(root, file, [*records, list(cells)])
    return len(records) + 1


def drop_row(root: Path, file: str, row: int) -> None:
    """Take a row out."""
    records = read_records(root, file)
    del records[row - 1]
    write_records(root, file, records)


def replace_text(root: Path, file: str, old: str, new: str) -> None:
    """Replace a piece of a file that stands in it."""
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8", newline="")


def row_of(root: Path, file: str, first_cell: str) -> int:
    """The row that begins with this cell."""
    return [record[0] for record in read_records(root, file)].index(first_cell) + 1


def read_records(root: Path, file: str) -> list[list[str]]:
    """All rows of a file, the header first."""
    with (root / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def write_records(root: Path, file: str, records: list[list[str]]) -> None:
    """Write all rows of a file."""
    with (root / file).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(records)
