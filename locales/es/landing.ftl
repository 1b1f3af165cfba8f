### La página en la raíz del servidor, para quien la abra en un navegador.

landing-tagline = Una API multilingüe de contenidos de eventos: eventos, sesiones, ponentes, empresas y artículos, en GraphQL.
landing-explore = Explorar los contenidos y su documentación.
landing-explore-closed = Cerrado: este servidor solo ejecuta documentos de confianza.
landing-schema = El contrato, como archivo.
landing-feed = Los artículos para lectores de canales; también en JSON.
landing-health = Si el servidor y su base de datos responden.
landing-try = Una consulta para probar:
