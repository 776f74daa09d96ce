using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Looks at what enters the layers that LoRA is to adapt, while a model without adapter computes on some of its
/// data, and finds how EVA begins their factors and shares the ranks out (arXiv:2410.07170; PEFT's
/// <c>tuners/lora/eva.py</c>).</summary>
public sealed class EvaSample : AdapterDecorator, IDisposable
{
    // Data on which nothing settles would otherwise be looked at for ever.
    private const int MostBatches = 1000;

    // So many batches with too few tokens, and no other will have enough.
    private const int MostShortBatches = 20;

    private readonly LoraConfig _config;
    private readonly EvaConfig _settings;
    private readonly TargetModules _targets;
    private readonly List<EvaLayer> _layers = [];
    private readonly List<EvaGroup> _groups = [];
    private readonly Dictionary<EvaLayer, EvaGroup> _groupOf = [];
    private readonly List<(Tensor Input, EvaGroup Group)> _seen = [];
    private readonly Generator _random;
    private HashSet<EvaGroup> _open = [];
    private Dictionary<EvaLayer, int> _ranks = [];
    private Tensor? _rows;

    /// <summary>Sets it up.</summary>
    /// <param name="config">LoRA's settings.</param>
    /// <param name="context">The model that it is for.</param>
    /// <param name="seed">Seeds what is drawn.</param>
    public EvaSample(LoraConfig config, AdapterContext context, long seed)
    {
        _config = config;
        _settings = config.EvaConfig ?? new EvaConfig();
        _targets = config.TargetModules ?? DefaultTargets.ForLora(context.ModelType)
            ?? throw PeftException.NoDefaultTargets(context.ModelType);
        _random = new Generator((ulong)seed);
    }

    private bool HasBegun => _groups.Count > 0 && _groups.TrueForAll(group => group.Begun);

    /// <inheritdoc/>
    public override ILinear OnLinear(Linear inner, ModuleScope scope)
    {
        if (!_config.Takes(inner.Path, _targets) || (_targets.AllLinear && inner.IsOutput))
        {
            return inner;
        }
        var layer = new EvaLayer(inner, _config.RankOf(inner.Path), this);
        _layers.Add(layer);
        return layer;
    }

    /// <summary>Looks at batches until the directions settle, and finds the start.</summary>
    /// <param name="batches">The data, over and over.</param>
    /// <param name="compute">Runs the model on a batch.</param>
    /// <returns>The start; its tensors are the caller's.</returns>
    /// <exception cref="PeftException">No batch has enough tokens to look at.</exception>
    public EvaStart Run(IEnumerable<PackedBatch> batches, Action<PackedBatch> compute)
    {
        using var guard = no_grad();
        var looked = 0;
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            _rows = LearnedRows(batch);
            if (_groups.Count == 0)
            {
                // The first batch shows which layers share an input.
                compute(batch);
                _seen.Clear();
                _groups.ForEach(group => group.Begin(_settings.Rho, _random));
                _ranks = _layers.Where(_groupOf.ContainsKey).ToDictionary(layer => layer, layer => _groupOf[layer].Wanted);
            }
            _open = [.. _groups.Where(group => !group.Settled(_ranks[group.Layers[0]]))];
            if (_open.Count == 0 || looked++ == (HasBegun ? MostBatches : MostShortBatches))
            {
                break;
            }
            compute(batch);
            if (HasBegun)
            {
                _ranks = SharedOut();
            }
        }
        return HasBegun ? Start() : throw PeftException.TooFewTokens();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _groups.ForEach(group => group.Dispose());
        _random.Dispose();
    }

    /// <summary>Takes in what enters a layer.</summary>
    internal void See(EvaLayer layer, Tensor input)
    {
        if (_groupOf.TryGetValue(layer, out var group))
        {
            if (group.Layers[0] == layer && _open.Contains(group))
            {
                group.Add(_rows is null ? input : input.index_select(0, _rows), _settings.Tau);
            }
            return;
        }
        group = _seen.Where(seen => ReferenceEquals(seen.Input, input)).Select(seen => seen.Group).FirstOrDefault();
        if (group is null)
        {
            group = new EvaGroup();
            _groups.Add(group);
            _seen.Add((input, group));
        }
        group.Layers.Add(layer);
        _groupOf.Add(layer, group);
    }

    // [learned], or null for all.
    private Tensor? LearnedRows(PackedBatch batch) =>
        _settings.UseLabelMask && batch is { Labels: { } labels, SupervisedRows: not null }
            ? labels.ge(0).nonzero().view(-1)
            : null;

    // The directions that explain most of their input's variance, wherever they are: as many as the layers' ranks together.
    private Dictionary<EvaLayer, int> SharedOut()
    {
        var ranks = _groupOf.Keys.ToDictionary(layer => layer, _ => 0);
        var chosen = _groups.Select(group => group.Layers[0])
            .Concat(_groups.SelectMany(group => group.Layers.Skip(1)))
            .SelectMany(layer => _groupOf[layer].Svd.Shares.Select(share => (Layer: layer, Share: share)))
            .OrderByDescending(direction => direction.Share)
            .Take(ranks.Keys.Sum(layer => layer.Rank));
        foreach (var (layer, _) in chosen)
        {
            ranks[layer]++;
        }
        foreach (var group in _groups)
        {
            // The search is that of the first of its layers, so this one has the highest rank.
            var first = group.Layers[0];
            foreach (var layer in group.Layers.Where(layer => ranks[layer] > ranks[first]))
            {
                (ranks[layer], ranks[first]) = (ranks[first], ranks[layer]);
            }
        }
        return ranks;
    }

    private EvaStart Start()
    {
        var (rankOf, alphaOf) = (new Dictionary<string, int>(), new Dictionary<string, double>());
        var directions = new Dictionary<string, Tensor>();
        var kept = _layers.Where(layer => !_ranks.TryGetValue(layer, out var rank) || rank > 0).ToList();
        foreach (var layer in kept)
        {
            var rank = _ranks.GetValueOrDefault(layer, layer.Rank);
            var alpha = PathPattern.First(_config.AlphaPattern, layer.Path, _config.Alpha)
                * (_settings.AdjustScalingFactors ? (double)rank / layer.Rank : 1);
            AddUnless(rankOf, layer.Path, rank, _config.Rank);
            AddUnless(alphaOf, layer.Path, alpha, _config.Alpha);
            if (_groupOf.TryGetValue(layer, out var group))
            {
                directions.Add(layer.Path, FirstOf(group.Svd, rank));
            }
        }
        var config = _config with
        {
            TargetModules = TargetModules.List([.. kept.Select(layer => layer.Path)]),
            ExcludeModules = null,
            LayersToTransform = null,
            LayersPattern = null,
            RankPattern = rankOf,
            AlphaPattern = alphaOf,
        };
        return new EvaStart(config, directions);
    }

    private Tensor FirstOf(IncrementalSvd svd, int rank)
    {
        using var scope = NewDisposeScope();
        var rows = svd.Directions!.narrow(0, 0, rank);
        return (_settings.Whiten ? rows / svd.Values!.narrow(0, 0, rank).sqrt().unsqueeze(1) : rows.clone())
            .DetachFromDisposeScope();
    }

    private static void AddUnless<T>(Dictionary<string, T> pattern, string path, T value, T usual)
    {
        if (!EqualityComparer<T>.Default.Equals(value, usual))
        {
            pattern.Add(path, value);
        }
    }
}
