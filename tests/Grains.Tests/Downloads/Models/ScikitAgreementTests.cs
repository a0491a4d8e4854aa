namespace Switchyard.Downloads.Models;

/// <summary>Models made here and now by the scikit-learn of this machine predict as it does.</summary>
public sealed class ScikitAgreementTests
{
    // What later versions keep; there they are said to be the defaults of this one.
    private const string AsOfOneFive = "clf.multi_class = 'deprecated'";
    private const string AsOfOneEight = "del clf.multi_class; clf.penalty = 'deprecated'; clf.l1_ratio = 0.0; del cv.stop_words_; del cv._stop_words_id";
    private const string PlainIdf = "idf = cv.idf_; del cv._tfidf._idf_diag; cv._tfidf.__dict__['idf_'] = idf";

    private static readonly int[] Protocols = [2, 3, 4, 5];

    [Fact]
    public Task Counts_predictions_and_probabilities_are_scikit_learns() => ScikitModels.AgreeAsync(
    [
        new(Classifier: "LogisticRegression(random_state=42, max_iter=100000)") { Texts = 200 },
        new() { Labels = "U" },
        new(Classifier: "LogisticRegression(random_state=42, max_iter=100000)") { Classes = 41, Texts = 200 },
        new() { Classes = 2, Texts = 200 },
        new() { Classes = 2, Labels = "U" },
        new() { Labels = "i" },
        new() { Classes = 2, Labels = "i" },
        new() { Classes = 3, Labels = "f" },
        new() { Classes = 2, Labels = "b" },
        new(Classifier: "LogisticRegression(multi_class='multinomial', C=100)") { Classes = 2 },
        new(Classifier: "LogisticRegression(multi_class='multinomial', fit_intercept=False)") { Classes = 3 },
        new(Classifier: "LogisticRegression(multi_class='ovr')") { Classes = 4 },
        new(Classifier: "LogisticRegression(multi_class='ovr', C=1e6)") { Classes = 2 },
        new(Classifier: "LogisticRegression(solver='liblinear')") { Classes = 4 },
        new(Classifier: "LogisticRegression(solver='liblinear', fit_intercept=False)") { Classes = 4, Labels = "U" },
        new(Classifier: "LogisticRegression(solver='liblinear', fit_intercept=False)") { Classes = 2 },
        new(Classifier: "LogisticRegression(solver='saga', penalty='l1')") { Classes = 3 },
        new(Classifier: "LogisticRegression(solver='saga', penalty='elasticnet', l1_ratio=0.5, tol=0.01, warm_start=True, n_jobs=1)") { Classes = 3 },
        new(Classifier: "LogisticRegression(class_weight='balanced', random_state=np.random.RandomState(3), C=np.float64(2), max_iter=np.int32(50))") { Classes = 3 },
        new(Classifier: "LogisticRegression(class_weight={-2: 1.0, -1: 2.5, np.int64(0): 3})") { Classes = 3, Labels = "i" },
    ]);

    [Fact]
    public Task Pickles_of_every_protocol_are_read() => ScikitModels.AgreeAsync([.. Pickled("", "")]);

    [Fact]
    public Task Pickles_of_numpy_two_and_of_later_versions_are_read() => ScikitModels.AgreeAsync(
        [
            .. Pickled(AsOfOneFive, PlainIdf), .. Pickled(AsOfOneEight, PlainIdf),
            new() { Classes = 2, After = AsOfOneFive }, new() { Classes = 2, After = AsOfOneEight }, new("TfidfVectorizer()") { After = PlainIdf },
        ],
        numpyTwo: true);

    [Fact]
    public Task Arrays_of_any_layout_are_read() => ScikitModels.AgreeAsync(
    [
        .. from after in new[]
           {
               "clf.coef_ = np.asfortranarray(clf.coef_)",
               "clf.coef_ = np.ascontiguousarray(clf.coef_)",
               "clf.coef_.flags.writeable = False; clf.intercept_.flags.writeable = False; clf.classes_.flags.writeable = False",
               "wide = np.zeros((clf.coef_.shape[0] * 2, clf.coef_.shape[1] * 3)); wide[::2, ::3] = clf.coef_; clf.coef_ = wide[::2, ::3]; assert not clf.coef_.flags.forc",
               "clf.coef_ = clf.coef_[:, ::-1].copy()[:, ::-1]; clf.classes_ = clf.classes_[::-1].copy()[::-1]; clf.intercept_ = np.repeat(clf.intercept_, 2)[::2]",
               "clf.classes_ = np.array([np.str_(label) for label in clf.classes_], dtype=object)",
           }
           from protocol in Protocols
           select new ScikitCase { After = after, Protocol = protocol, Texts = 30 },
    ]);

    [Fact]
    public Task Weights_of_single_precision_are_computed_with() => ScikitModels.AgreeAsync(
    [
        .. from vectorizer in new[] { "CountVectorizer(dtype=np.float32)", "CountVectorizer(dtype=np.dtype('float32'))", "TfidfVectorizer(dtype=np.float32, sublinear_tf=True)" }
           from classifier in new[] { "LogisticRegression()", "LogisticRegression(multi_class='ovr')", "MultinomialNB()" }
           select new ScikitCase(vectorizer, classifier) { Tolerance = 1e-5 },
        new() { Before = "clf.coef_ = clf.coef_.astype(np.float32); clf.intercept_ = clf.intercept_.astype(np.float32)" },
    ]);

    [Fact]
    public Task Terms_are_scikit_learns_whatever_the_settings() => ScikitModels.AgreeAsync(
    [
        .. from settings in new[]
           {
               "lowercase=False",
               "binary=True",
               "max_df=1000",
               "max_df=np.float64(0.5), min_df=np.int64(3)",
               "min_df=0.0",
               "max_features=100",
               "max_features=100, min_df=2, dtype=np.float64",
               "dtype=float, encoding='latin-1', decode_error='ignore'",
               "ngram_range=(1, 2)",
               "ngram_range=(2, 3), binary=True",
               "ngram_range=(3, 3), lowercase=False, max_features=500",
               "stop_words='english'",
               "stop_words='english', ngram_range=(1, 3)",
               "stop_words='english', vocabulary=['the', 'goal', 'of', 'bank', 'goals']",
               "stop_words=['goal', 'bank0', 'goals'], ngram_range=(1, 2)",
               "stop_words=list(ENGLISH_STOP_WORDS.union(['goal']))",
               @"token_pattern=r'(?u)\b\w+\b'",
               @"token_pattern=r'\w+', ngram_range=(1, 2)",
               @"token_pattern=r'\w{3,}'",
               @"token_pattern=r'(?u)\b\w\w\w+\b'",
               @"token_pattern=r'\S+'",
               "token_pattern=r'[a-z]+'",
               @"token_pattern=r'\b[a-zA-Z]{2,}\b', lowercase=False",
               @"token_pattern=r'(?u)\b[a-z0-9_]+', ngram_range=(1, 2)",
               @"token_pattern=r'[a-z]{2,}\b'",
               "analyzer='char'",
               "analyzer='char', ngram_range=(2, 4), max_features=3000",
               "analyzer='char_wb', ngram_range=(1, 3), lowercase=False",
               "analyzer='char_wb', ngram_range=(4, 6), binary=True, min_df=2",
               "vocabulary={'goal': 1, 'bank': 0, 'goals': 2, 'the': np.int64(3)}",
               "vocabulary={'goal', 'bank', 'goals', 'the'}",
           }
           from vectorizer in new[] { "CountVectorizer", "TfidfVectorizer" }
           select new ScikitCase($"{vectorizer}({settings})", "MultinomialNB()") { Classes = 3, Texts = 30, Protocol = vectorizer[0] == 'C' ? 4 : 5 },
    ]);

    [Fact]
    public Task A_vocabulary_that_was_given_needs_no_training() => ScikitModels.AgreeAsync(
    [
        .. from vocabulary in new[]
           {
               "['the', 'goal', 'of', 'bank', 'goals']", "('the', 'goal', 'of', 'bank', 'goals')", "{'goal': 1, 'bank': 0, 'goals': 2}",
               "{'goal', 'bank', '\U00010428\U00010429s', '\uff42\uff41\uff4e\uff4b', 'goals'}",
           }
           from protocol in Protocols
           select new ScikitCase($"CountVectorizer(vocabulary={vocabulary})", "MultinomialNB()") { Protocol = protocol, After = "del cv.vocabulary_", Texts = 20 },
    ]);

    [Fact]
    public Task Weights_by_rarity_are_scikit_learns() => ScikitModels.AgreeAsync(
    [
        .. from settings in new[]
           {
               "", "norm='l1'", "norm=None, sublinear_tf=True", "norm=None, use_idf=False", "sublinear_tf=True, smooth_idf=False",
               "use_idf=False, ngram_range=(1, 2), min_df=2", "norm='l1', binary=True",
           }
           from classifier in new[] { "LogisticRegression()", "MultinomialNB()" }
           select new ScikitCase($"TfidfVectorizer({settings})", classifier),
    ]);

    [Fact]
    public Task Naive_Bayes_predicts_as_scikit_learn() => ScikitModels.AgreeAsync(
    [
        new(Classifier: "MultinomialNB()"),
        new(Classifier: "MultinomialNB(alpha=0.1, fit_prior=False)") { Classes = 2 },
        new(Classifier: "MultinomialNB(alpha=0, force_alpha=True)") { Classes = 3, Texts = 0 },
        new(Classifier: "MultinomialNB(class_prior=[0.2, 0.3, 0.5])") { Classes = 3 },
        new(Classifier: "MultinomialNB()") { Classes = 1 },
        new(Classifier: "ComplementNB()"),
        new(Classifier: "ComplementNB(norm=True)") { Classes = 2 },
        new("TfidfVectorizer()", "ComplementNB(alpha=0.5)") { Labels = "i" },
    ]);

    [Fact]
    public async Task A_vectoriser_with_another_setting_is_refused_by_the_settings_name_and_value()
    {
        var refused = new (string After, string Named)[]
        {
            ("cv.strip_accents = 'unicode'", "strip_accents is 'unicode'"),
            ("cv.token_pattern = '[^,]+'", "token_pattern is '[^,]+'"),
            ("cv.token_pattern = '(a+)+$'", "token_pattern is '(a+)+$'"),
            ("cv.token_pattern = None", "token_pattern is None"),
            ("cv.ngram_range = (1, 101)", "ngram_range is (1, 101)"),
            ("cv.ngram_range = (2, 1)", "ngram_range is (2, 1)"),
            ("cv.stop_words = 'german'", "stop_words is 'german'"),
            ("cv.stop_words = ['a', 1]", "stop_words is list"),
            ("cv.input = 'file'", "input is 'file'"),
            ("cv.analyzer = 'lines'", "analyzer is 'lines'"),
            ("cv.dtype = 'int8'", "dtype is 'int8'"),
            ("cv.tokenizer = float", "tokenizer is builtins.float"),
            ("cv.binary = None", "binary is None"),
        };
        var models = await ScikitModels.MakeAsync([.. refused.Select(other => new ScikitCase { Texts = 0, After = other.After })]);
        Assert.All(refused.Zip(models), pair => Assert.Equal(
            $"The CountVectorizer's {pair.First.Named}, which is not computed here.",
            Assert.Throws<ModelRefusedException>(() => TextClassifier.Read(pair.Second.Vectorizer, pair.Second.Classifier)).Message));
    }

    [Fact]
    public async Task Models_whose_parts_do_not_fit_are_refused_by_their_names()
    {
        var refused = new (ScikitCase Made, string Named)[]
        {
            (new("TfidfVectorizer()") { After = "cv._tfidf.norm = 'max'" }, "The TfidfTransformer's norm is 'max', which is not computed here."),
            (new("TfidfVectorizer()") { After = "del cv._tfidf._idf_diag" }, "The TfidfTransformer's idf_ is not there; is it trained?"),
            (new("TfidfVectorizer()") { After = "d = cv._tfidf._idf_diag; d.indices[0] = 1" }, "The TfidfTransformer's _idf_diag is no diagonal matrix for "),
            (new("TfidfVectorizer()") { After = "del cv._tfidf._idf_diag; cv._tfidf.__dict__['idf_'] = np.ones(3)" }, "The TfidfTransformer's idf_ has 3 values for "),
            (new("TfidfVectorizer()") { After = "del cv._tfidf._idf_diag; cv._tfidf.__dict__['idf_'] = np.full(len(cv.vocabulary_), np.nan)" }, "The TfidfTransformer's idf_ holds a number that is not finite."),
            (new("TfidfVectorizer()") { After = "del cv._tfidf" }, "The TfidfVectorizer has no _tfidf"),
            (new(Classifier: "MultinomialNB()") { After = "clf.feature_log_prob_[0, 0] = np.nan" }, "The MultinomialNB's feature_log_prob_ holds a number that is not finite."),
            (new(Classifier: "MultinomialNB()") { After = "clf.feature_log_prob_ = clf.feature_log_prob_[1:]" }, "The MultinomialNB's feature_log_prob_ has 4 rows for 5 classes."),
            (new(Classifier: "MultinomialNB()") { After = "clf.class_log_prior_ = clf.class_log_prior_[1:]" }, "The MultinomialNB's class_log_prior_ has 4 values for 5 classes."),
            (new() { After = "clf.classes_ = np.array([None] * 5)" }, "The LogisticRegression's classes_ is no array of labels."),
            (new() { After = "clf.sparsify()" }, "The LogisticRegression's coef_ is no array of floats with 2 dimensions."),
            (new() { After = "del clf.coef_" }, "The LogisticRegression has no coef_; is it trained"),
            (new() { After = "del cv.vocabulary_" }, "The CountVectorizer has no vocabulary_; is it trained"),
            (new() { After = "del cv.vocabulary_; cv.vocabulary = ['a', 'a']" }, "The CountVectorizer's vocabulary holds a term twice."),
            (new() { After = "cv.vocabulary_ = ['a', 'b']" }, "The CountVectorizer's vocabulary_ is no dictionary."),
            (new() { After = "cv.vocabulary_ = {1: 0}" }, "The CountVectorizer's vocabulary_ holds a term that is no text."),
            (new() { After = "cv.vocabulary_ = {'a': 0}" }, "do not belong together."),
        };
        var models = await ScikitModels.MakeAsync([.. refused.Select(other => other.Made with { Texts = 0 })]);
        Assert.All(refused.Zip(models), pair => Assert.Contains(
            pair.First.Named,
            Assert.Throws<ModelRefusedException>(() => TextClassifier.Read(pair.Second.Vectorizer, pair.Second.Classifier)).Message,
            StringComparison.Ordinal));
    }

    /// <summary>A vocabulary that was cut holds scalars of numpy, and a set of what was cut off.</summary>
    private static IEnumerable<ScikitCase> Pickled(string ofRegression, string ofTfidf) => Protocols.SelectMany(protocol => new ScikitCase[]
    {
        new("CountVectorizer(min_df=2, max_df=0.9)") { Protocol = protocol, After = ofRegression },
        new("TfidfVectorizer(stop_words=['goal', 'the'])", "ComplementNB()") { Classes = 2, Labels = "U", Protocol = protocol, After = ofTfidf },
        new("CountVectorizer(dtype=int)", "MultinomialNB()") { Labels = "i", Protocol = protocol },
    });
}
