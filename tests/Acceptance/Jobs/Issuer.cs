using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Jobs;

/// <summary>Signs the users' tokens and publishes its keys over HTTP. Made of nothing that the node uses to verify them.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private readonly int _port = FreePort.Take();
    private HttpListener? _listener;
    private Task _answering = Task.CompletedTask;
    private JsonArray _published = [];
    private int _asked;

    public string Url => $"http://127.0.0.1:{_port}/jwks";

    /// <summary>How often the keys were asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public void Start()
    {
        _listener = new HttpListener();
        _listener.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _listener.Start();
        _answering = AnswerAsync(_listener);
    }

    public async Task StopAsync()
    {
        _listener?.Close();
        _listener = null;
        await _answering;
    }

    /// <summary>From now on these keys are published, and no others.</summary>
    public void Publish(params IEnumerable<Key> keys) => Volatile.Write(ref _published, new JsonArray([.. keys.Select(key => key.Public)]));

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task AnswerAsync(HttpListener listener)
    {
        while (true)
        {
            HttpListenerContext asked;
            try
            {
                asked = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref _asked);
            var keys = new JsonObject { ["keys"] = Volatile.Read(ref _published).DeepClone() };
            asked.Response.ContentType = "application/json";
            asked.Response.Close(Encoding.UTF8.GetBytes(keys.ToJsonString()), willBlock: false);
        }
    }

    /// <summary>One pair of RSA keys.</summary>
    internal sealed class Key(string id) : IDisposable
    {
        private readonly RSA _rsa = RSA.Create(2048);

        public JsonObject Public
        {
            get
            {
                var key = _rsa.ExportParameters(includePrivateParameters: false);
                return new JsonObject
                {
                    ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = id, ["n"] = Text(key.Modulus!), ["e"] = Text(key.Exponent!),
                };
            }
        }

        public string Sign(JsonObject claims)
        {
            var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = id };
            var text = $"{Text(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Text(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
            return $"{text}.{Text(_rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        }

        public void Dispose() => _rsa.Dispose();

        private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
    }
}
