using System.Text.Json.Nodes;
using Switchyard.Servers;

namespace Switchyard.Release;

/// <summary>An image, unpacked, and started as its configuration says, without a container's runtime.</summary>
public sealed class Image
{
    // As runtimes do it: its own view of processes and devices, which goes with the process.
    private const string Enter = """
        root=$1; shift
        mount --rbind /proc "$root/proc" && mount --rbind /dev "$root/dev" && exec chroot "$@"
        """;

    private readonly string _root;
    private readonly JsonNode _settings;

    private Image(string bundle, JsonNode settings)
    {
        (_root, _settings) = (Path.Combine(bundle, "rootfs"), settings);
    }

    public string User => (string)_settings["User"]!;

    public string[] Environment => [.. _settings["Env"]!.AsArray().Select(one => (string)one!)];

    public string Entrypoint => (string)Assert.Single(_settings["Entrypoint"]!.AsArray())!;

    /// <param name="archive">Of an OCI layout.</param>
    public static async Task<Image> UnpackAsync(string archive, string directory)
    {
        var (layout, bundle) = (Path.Combine(directory, "oci"), Path.Combine(directory, "bundle"));
        Directory.CreateDirectory(layout);
        await MadeRelease.RunAsync(directory, "tar", "xf", archive, "-C", layout);
        var manifest = Blob(layout, Json(Path.Combine(layout, "index.json"))["manifests"]![0]!);
        var tag = (string)Json(Path.Combine(layout, "index.json"))["manifests"]![0]!["annotations"]!["org.opencontainers.image.ref.name"]!;
        await MadeRelease.RunAsync(directory, "umoci", "unpack", "--image", $"{layout}:{tag}", bundle);
        return new Image(bundle, Blob(layout, manifest["config"]!)["config"]!);
    }

    /// <summary>A path of the image's as this machine sees it.</summary>
    public string PathOf(string inside) => Path.Join(_root, inside);

    public async Task<NodeProcess> StartAsync(params string[] settings)
    {
        var node = NodeProcess.Launch(
            new NodeProgram
            {
                IsNative = true,
                Directory = Path.GetDirectoryName(Entrypoint)!,
                File = Path.GetFileName(Entrypoint),
                Starter =
                [
                    "unshare", "--mount", "sh", "-c", Enter, "sh", _root,
                    $"--userspec={User}", _root, "env", "-i", "-C", (string)_settings["WorkingDir"]!, .. Environment,
                ],
            },
            settings);
        await node.ServesAsync();
        return node;
    }

    private static JsonNode Blob(string layout, JsonNode descriptor) =>
        Json(Path.Combine(layout, "blobs", ((string)descriptor["digest"]!).Replace(':', '/')));

    private static JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(file))!;
}
