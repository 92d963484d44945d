"""Spanish: see `tongue`. Written by hand, from general knowledge."""

from __future__ import annotations

from pipelines.judges.lexicons import word_list
from pipelines.judges.lexicons.tongue import Tongue, by_key

_FIELDS = """
immigration: inmigra migrant migra$ migrator deport asilo refugiad indocumentad redada detenid expuls consulado
border: fronter aduan cruce$ puerto$
police: policia policial arrest detien detuv sospechos testigo crimen crimin delito comisaria
prison: prision carcel detenc preso$ presos$ reclus penitenciar celda
guards: vigilant blindad valores$ seguridad guardia custodi escolta
intelligence: inteligencia espia espionaje secret desclasific exagente
drugs: droga antidrog narco cocaina cartel fentanil estupefac traficante heroina
court: tribunal juez$ jueza juicio justicia abogad corte$ fiscal sentencia juzgado demanda$
military: militar ejercito soldado marina$ arma$ armas$ misil municion defensa guerra tropa
health: salud hospital enfermed medic clinica paciente epidemia
pharma: medicament vacuna laboratorio farmac tratamiento cancer ensayo
school: escuela alumn universi estudiant docente colegio
environment: ambient clima contamin emision ecolog
oil: petrol gas$ gasol barril crudo combustible refiner yacimiento hallazgo
power: electric energia nuclear eolic solar apagon tarifa$ tarifas$ luz$
bank: banco$ bancos$ bancari credito prestamo hipotec oficina$ oficinas$ ahorro deposito cajero
money: bolsa$ fondo$ fondos$ accion$ acciones$ inversi asegurad seguros$ mercado$ cotiz resultados$ trimestr
payments: pago$ pagos$ tarjeta comerciante comision$ transaccion
retail: supermercado hipermercado tienda cadena$ minorista compra$ compras$ cliente ofertas$ farmacia almacenes$
    comprador
food: alimento restaurante cerveza bebida cervecer cafe$ chocolate leche$ lacteo vino$ queso envase comida
airline: vuelo vuela aerolinea avion aere aeropuerto pasajero piloto ruta$ rutas$
rail: tren$ trenes$ estacion ferrovi anden linea$ metro$ vagon tranvia
car: coche automovil auto$ autos$ camion camioneta motor fabricante vehiculo concesionari planta$ modelo
    conductor
logistics: paquet entrega$ logistic carga$ correo$ envio transportista almacen
telecom: telefon movil fibra red$ redes$ operador internet 5g antena celular tarifas$ usuario velocidad
software: software informatic digital aplicacion internet plataforma datos$ iphone ordenador computadora tableta
    tecnolog nube$
social: redes$ tuit cuenta$ publicacion$ seguidor
press: diario$ periodic redaccion prensa lector web$
screen: pelicula cine$ serie$ series$ television canal$ estren episodio rodaje documental actor actriz
games: videojueg consola jugador
gambling: casino apuesta ruleta loteria tragamoneda bingo
travel: hotel turis vacacion crucero viaj playa
mining: mina$ minas$ miner cobre acero metal oro$ litio
building: construccion obra$ inmobili edificio vivienda alquiler arrend oficinas$
advertising: publici anuncio valla anunciante envase
aid: humanitari voluntari ayuda$ socorr donacion donante sangre damnificad colecta
fashion: moda$ ropa zapat lujo perfume cosmet coleccion joya
space: espacial satelite cohete orbita astronaut
farming: agricol agricultor fertilizant semilla tractor cosecha
tax: impuesto fiscal$ tributari hacienda$ tesoro
labour: empleo laboral trabajador desempleo sindicat huelga paro$
parliament: diputad senad senado parlament asamblea congreso legislat
diplomacy: diplom embajad exterior cumbre
sport: partido$ equipo$ jugador gol$ goles$ liga$ campeon copa$ tenis futbol beisbol baloncesto entrenador
    medalla etapa carrera metros$ estadio torneo victoria derbi delantero minuto racing$ aficionad team$ arena$
arts: concierto music cant$ cantan cancion disco$ gira$ novela poeta poema exposicion pintor teatro festival
    rapero orquesta escritor galeria fotograf espectaculo artista libro$ libros$ actuara mariachi premio ritmos
weather: tormenta lluvia nieve alerta inundac calor temperatur viento sismo terremoto temblor
nature: lago$ rio$ montana isla$ bosque especie glaciar orilla cabo$ torre$ vela$
town: alcald ayuntamiento municip pueblo barrio calle$ avenida vecin visitante habitante piso$
accident: incendio bombero accidente herid explosion desaparecid evacua
religion: iglesia papa$ obispo misa$ oracion
festival: fiesta$ fiestas$ aniversario ceremonia desfile conmemor
family: boda$ funeral nacimiento rehen hermanos$ familiar
"""

_COUNTRIES = """
us: estados-unidos estadounid eeuu washington trump texas california minneapolis chicago nueva-york florida
    casa-blanca pentagono los-angeles
ca: canad montreal ottawa toronto vancouver quebec ontario
es: espan madrid barcelona sevilla valencia$ bilbao vasco
mx: mexi monterrey guadalajara sonora
ar: argentin buenos-aires
co: colombi bogota medellin
pe: peru$ peruan lima$
cl: chile$ chilen
cr: costa-ric costarric san-jose
ve: venez caracas
br: brasil sao-paulo
fr: francia$ frances paris$
gb: reino-unido britan londres ingles$ inglater
ie: irland dublin
de: aleman berlin munich
it: italia roma$ milan$
ch: suiz ginebra zurich
pt: portug lisboa
jp: japon tokio
cn: china$ chino$ pekin
ru: rusi$ rusia rusos moscu
cu: cuba$ cuban habana
"""

SPANISH = Tongue(
    fields=by_key(_FIELDS),
    countries=by_key(_COUNTRIES),
    definite=word_list("el la las los"),
    indefinite=word_list("esa ese esta este mi su sus un una unas unos"),
    of=word_list("de del"),
    of_the=word_list("del"),
    at=word_list("cerca desde en hacia hasta"),
    by=word_list("a al ante con contra por segun"),
    home_of=frozenset(),
    titles=word_list("""
        abogada abogado actor actriz alcalde alcaldesa cantante capitan coronel diputada diputado doctor doctora
        don dona dr entrenador escritor escritora general hermana hermano juez jueza jugador jugadora ministra
        ministro padre pintor poeta presidenta presidente primer princesa principe reina rey san santa senador
        senadora senor senora sr sra srta
    """),
    given_names=word_list("""
        abel adolfo adrian agustin aitor alba alberto alejandra alejandro alfonso alfredo alicia alonso alvaro
        amanda amparo ana andrea andres angel angela antonia antonio armando arturo beatriz belen benito
        bernardo blanca brenda bruno camila carla carlos carmen carolina catalina cecilia cesar clara claudia
        claudio consuelo cristian cristina cristobal daniel daniela dario david diana diego dolores domingo
        eduardo elena elisa emilia emilio enrique ernesto esteban esther eugenio eva fabian federico felipe
        felix fernanda fernando fidel flor francisca francisco gabriel gabriela gerardo german gloria gonzalo
        graciela gregorio guadalupe guillermo gustavo hector hugo ignacio ines irene isabel ivan jaime javier
        jesus joaquin jorge jose josefina juan juana julia julian julio laura leonardo leticia lorena lorenzo
        lourdes lucas lucia luis luisa manuel manuela marcela marcelo marco marcos margarita maria mariana
        mariano mario marta martin martina mateo matias mauricio mercedes miguel monica natalia nicolas noelia
        norma nuria octavio olga oscar pablo paola patricia patricio paula pedro pilar rafael ramiro ramon
        raquel raul ricardo roberto rocio rodrigo rogelio rosa rosario ruben salvador samuel sandra santiago
        sara sebastian sergio silvia sofia susana teresa tomas valentina valeria veronica vicente victor
        victoria virginia ximena yolanda
    """),
    places=word_list("""
        aeropuerto alcalde alcaldesa arena autopista avenida ayuntamiento bahia barrio bosque cabo calle
        carretera castillo catedral circuito ciudad colegio costa departamento escuela estacion estadio estado
        faro golfo hospital iglesia isla islas lago montana monte municipio museo orillas palacio parque playa
        plaza provincia pueblo puente puerto region rio riva san santa santo teatro universidad valle villa
    """),
    things=word_list("""
        alerta barco buque cancion club color comedia cuadro disco equipo festival gol huracan jugador libro
        nivel novela obra opera partido pelicula premio serie tormenta torneo tren
    """),
    company=word_list("""
        aerolinea aseguradora automotriz banco cadena cerveza compania competidor consorcio editorial empresa
        fabricante farmaceutica firma gigante grupo marca multinacional operador operadora petrolera proveedor
    """),
    of_company=word_list("""
        accion acciones accionistas afiliados almacenes asegurados beneficio boutique caida camion camiones ceo
        choferes cliente clientes compra concesionario directivos empleados fabrica fabricas filial filiales
        fundador fundadora guardias inversores logotipo marca mineros obreros oferta oficinas patron pilotos
        planta productos red repartidores sede sobrecargos socios sucursales supermercados tarifas tienda
        tiendas titulo usuarios ventas vigilantes
    """),
    agency=word_list("administracion agencia autoridad institucion instituto oficina organismo policia servicio"),
    of_agency=word_list("""
        agente agentes arresto arrestos centro centros detencion detenciones espia espias exagente exagentes
        oficiales operativo operativos redada redadas visita visitas voluntarios
    """),
    of_any=word_list("""
        colaboracion contrato contratos direccion director directora funcionario funcionarios informe jefe
        personal portavoz presupuesto responsable responsables sede sindicato sindicatos socio trabajadores
        vocera vocero
    """),
    has=word_list("debe ha habia han podria quiere va van"),
    does=word_list("""
        abre adquiere afirma amplia amplio anuncia anuncian asegura aumenta baja busca cambia cancela cede
        cierra compra confirma construira construye contrata decomisa desclasifica desmiente despide despliega
        emplea entrega estrena fabrica firma gana inaugura incauta indica inicia instala invierte lanza
        moderniza negocia niega obtiene ofrece opera presenta preve produce propone publica quiere reabre
        reanuda rebaja recibe recorta reduce refuerza renueva retira revisa sube suma suspende traslada vende
    """),
    enforces=word_list("arrest busc deport deteni detien detuv encarcel expuls incaut"),
    press=word_list("""
        conto declaraciones declaro diario dijo entrevista explico lectores periodico redaccion redactor
        redactora respondio revela revista segun semanario web
    """),
    foreign=word_list("acronimo ingles sigla siglas"),
    small=word_list("""
        a al ante asi como con contra cuando de del desde donde dos el en esta este hasta la las los mas no
        nueva nuevo o para pero por que quien segun si sin su sus tras tres un una unas unos y
    """),
    common=word_list("""
        aguila alonso alvarez apple banca bell blanco boss caixa caja calvo campos canal cano casino castillo
        claro corona correos cortes cruz delgado desigual diaz dominguez energia estrella excelsior exito faro
        fenix fernandez ford fuentes futuro galeria garcia garda gil gol gomez gonzalez guerrero hernandez
        horizonte iberia iglesias isla jimenez jumbo leon libertad lopez lozano luz mango marin marquez martinez
        medina mendez mercurio metro milenio molina moreno mundo nacion natura naturgy navarro norte orange
        oriente ortega pais pattison perez popular presse prieto puerto puma ramos razon reforma repsol rio
        roche rodriguez romero rubio ruiz sanchez santa santander santos serrano shell sol sur tiempo torre
        torres total union universal vega victoria vidal visa vision zara
    """),
)
