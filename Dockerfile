# Built with everything, run with what it needs: the bundle, the views, the migrations and the packages with binaries.
FROM node:24-slim AS build
WORKDIR /sillon
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN node build.mjs

FROM node:24-slim AS packages
WORKDIR /sillon
COPY package.json package-lock.json .npmrc ./
# The image has Node 24 of its own: the one that npm brings is not needed twice.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM node:24-slim
# One heap for all threads: with several, what thousands of open pages need stays scattered (60 KB each, then 26 to 31).
ENV NODE_ENV=production SILLON_DATA=/data PORT=3000 HOST=0.0.0.0 MALLOC_ARENA_MAX=1
WORKDIR /sillon
COPY --from=packages /sillon/node_modules ./node_modules
COPY --from=build /sillon/dist ./dist
COPY package.json package-lock.json start.mjs build.mjs LICENSE ./
COPY db ./db
COPY views ./views
COPY public ./public
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Node itself is process 1, so that it hears SIGTERM.
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=100", "start.mjs"]
