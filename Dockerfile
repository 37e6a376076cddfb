# Server and agent of Gauntlet in one image: docs/container.md says how to build, push and run it.
ARG NODE_VERSION=24
ARG DEBIAN=bookworm

# The published package, installed as anybody would; container/build.sh says what is left out.
FROM node:${NODE_VERSION}-${DEBIAN} AS build
WORKDIR /repository
COPY . .
RUN npm install --no-save --no-audit --no-fund && sh container/build.sh /repository /image

# What git needs to fetch, without the perl that its package brings along.
FROM debian:${DEBIAN}-slim AS git
COPY container/git.sh /git.sh
RUN sh /git.sh /image

FROM debian:${DEBIAN}-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libcurl3-gnutls libpcre2-8-0 openssh-client tini zlib1g \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* /usr/share/doc /usr/share/man /usr/share/locale \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/gauntlet gauntlet \
 && install -d -o gauntlet -g gauntlet /var/lib/gauntlet
COPY --from=git /image/ /
COPY --from=build /image/ /
# A random uid of a cluster (OpenShift) has no home: both places are given by volumes or can be anywhere.
ENV HOME=/var/lib/gauntlet GAUNTLET_DATA_DIR=/var/lib/gauntlet GAUNTLET_HOST=0.0.0.0 NODE_ENV=production
USER 10001:10001
WORKDIR /var/lib/gauntlet
EXPOSE 4680
ENTRYPOINT ["tini", "--", "gauntlet"]
CMD ["up"]
