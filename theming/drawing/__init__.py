"""Pictures drawn as SVG by the server: icons, invented arms, landscapes."""
