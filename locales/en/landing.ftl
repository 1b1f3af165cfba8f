### The page at the root of the server, for whoever opens it in a browser.

landing-tagline = A multilingual event content API: events, sessions, speakers, companies and posts, over GraphQL.
landing-explore = Explore the content and its documentation.
landing-explore-closed = Closed: this server carries out trusted documents only.
landing-schema = The contract, as a file.
landing-feed = Posts for feed readers; also as JSON.
landing-health = Whether the server and its database answer.
landing-try = A query to try:
