# Builds both programs of Switchyard: the node (target `node`, the default) and the front end alone (target `front`).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt build.globalconfig .editorconfig ./
COPY src/Grains.Interfaces/*.csproj src/Grains.Interfaces/
COPY src/Grains/*.csproj src/Grains/
COPY src/Api/*.csproj src/Api/
COPY src/Silo/*.csproj src/Silo/
RUN dotnet restore src/Silo
COPY src src
RUN dotnet publish src/Silo -c Release --no-restore -o /out/node \
 && dotnet publish src/Api -c Release --no-restore -o /out/front

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base
# For the health checks of docker-compose.yml.
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
 && mkdir /data && chown "$APP_UID" /data
USER $APP_UID
WORKDIR /work
ENV Urls=http://0.0.0.0:5000
# What is free in the C library's memory is used again, not kept for each thread: docs/performance.md, "Growth".
ENV MALLOC_ARENA_MAX=2
EXPOSE 5000

FROM base AS front
COPY --from=build /out/front /app
ENTRYPOINT ["dotnet", "/app/Switchyard.Api.dll"]

FROM base AS node
COPY --from=build /out/node /app
ENV Storage__DataDirectory=/data
VOLUME /data
EXPOSE 11111 30000
ENTRYPOINT ["dotnet", "/app/Switchyard.Silo.dll"]
