# One image for every process of Callboard; docker-compose.yml says which program each container runs.
ARG NODE=node:22-bookworm-slim

FROM ${NODE} AS packages
WORKDIR /callboard
COPY package.json package-lock.json ./
# No install scripts: nothing here needs one, and none that a package brings is trusted.
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM packages AS build
COPY .swcrc ./
COPY apps apps
COPY libs libs
COPY tools tools
RUN node node_modules/@swc/cli/bin/swc.js apps libs tools -d dist --config-file .swcrc

FROM ${NODE} AS production-packages
WORKDIR /callboard
COPY package.json package-lock.json ./
# The optional ones are the embedded PostgreSQL of npm start and of tests.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE} AS runtime
ENV NODE_ENV=production
WORKDIR /callboard
COPY --from=production-packages /callboard/node_modules node_modules
COPY --from=build /callboard/dist dist
USER node
# What every process is started with: tools/dev-stack/src/node-flags.ts says why; a test compares the two.
ENTRYPOINT ["node", "--enable-source-maps", "--initial-old-space-size=128", "--no-allocation-site-pretenuring"]
