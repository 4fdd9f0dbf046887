//! [`Pages`]: a list that is fetched page by page, while it is read.

use std::fmt;
use std::vec;

use crate::client::Client;
use crate::error::Error;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// What is on it; may be empty.
    pub items: Vec<T>,
    /// What to go on with after this page, now or another day, in this process or another. There is
    /// one on the last page, too: it gives what came since.
    pub cursor: String,
    /// Whether the list ends here, for now.
    pub is_last: bool,
}

impl<T> Page<T> {
    #[doc(hidden)]
    pub fn new(items: Vec<T>, cursor: String, is_last: bool) -> Self {
        Self {
            items,
            cursor,
            is_last,
        }
    }
}

/// One page of a document, as the bindings write it.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Whole rows, each with its line end; before them, on the first page, the header row.
    pub text: String,
    /// How many rows it has, without the header row.
    pub rows: u64,
    /// The cursor with which this page is fetched again.
    pub start: String,
    /// What to go on with after this page.
    pub cursor: String,
    /// Whether the document begins here.
    pub is_first: bool,
    /// Whether it ends here, for now.
    pub is_last: bool,
}

/// A list that is fetched page by page, while it is read: however long it is, one page of it is in
/// memory.
///
/// It is an iterator of its entries. Each page is one call, with the client's timeout and retries;
/// nothing is sent before the first entry is asked for. A page that fails is an `Err` in the place
/// of its entries and moves nothing: to ask again is to fetch the same page again. So stop at an
/// `Err`, or count them: `filter_map(Result::ok)` and `flatten` would ask without end.
/// [`Error::resume`] is what to go on with in another process.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
/// # let client = venice_keys::Client::builder()
/// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
/// use venice_keys::{Decimal, UsageFilter};
///
/// let mut spent = Decimal::ZERO;
/// for entry in client.usage_history(&UsageFilter::new())? {
///     spent -= entry?.amount.unwrap_or_default();
/// }
/// let oldest = client.usage_history(&UsageFilter::new())?.collect_up_to(500)?;
/// # Ok(())
/// # }
/// ```
pub struct Pages<T> {
    fetch: Box<Fetch<T>>,
    /// What is left of the page that was fetched last.
    left: vec::IntoIter<T>,
    /// With what that page was fetched.
    fetched_with: String,
    /// With what the next one is.
    cursor: String,
    is_last: bool,
}

type Fetch<T> = dyn FnMut(&str) -> Result<Page<T>, Error> + Send;

impl<T> Pages<T> {
    /// The list that goes on from `cursor`, which stands for its beginning, too. Only the first
    /// page is part of the call that the client makes; each later one has a timeout of its own.
    pub(crate) fn new(
        client: &Client,
        cursor: String,
        fetch: impl Fn(&Client, &str) -> Result<Page<T>, Error> + Send + 'static,
    ) -> Self {
        let mut client = client.clone();
        Self {
            fetch: Box::new(move |cursor| {
                let page = fetch(&client, cursor);
                client = client.started_then();
                page
            }),
            left: Vec::new().into_iter(),
            fetched_with: cursor.clone(),
            cursor,
            is_last: false,
        }
    }

    /// The list page by page, each with the cursor to go on from. A page of which entries were
    /// already taken comes first, with the others.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use venice_keys::UsageFilter;
    ///
    /// let mut cursor = String::new();
    /// for page in client.usage_history(&UsageFilter::new())?.pages() {
    ///     let page = page?;
    ///     // … store page.items, and with them, in one step, page.cursor …
    ///     cursor = page.cursor;
    /// }
    /// // Tomorrow: what came since.
    /// let since = client.usage_history(&UsageFilter::new().cursor(cursor))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(mut self) -> impl Iterator<Item = Result<Page<T>, Error>> {
        std::iter::from_fn(move || {
            if self.left.len() == 0
                && let Err(error) = self.turn()?
            {
                return Some(Err(error));
            }
            Some(Ok(Page {
                items: std::mem::take(&mut self.left).collect(),
                cursor: self.cursor.clone(),
                is_last: self.is_last,
            }))
        })
    }

    /// The next entries, at most `limit`; fewer only where the list ends.
    ///
    /// It fails as the operation does if one of the pages does. No entry is lost then: asking again
    /// gives those that were already fetched, too, and [`Error::resume`] is the cursor of the page
    /// that the first of them came from.
    pub fn collect_up_to(&mut self, limit: usize) -> Result<Vec<T>, Error> {
        let mut began = None;
        let mut taken = Vec::new();
        while taken.len() < limit {
            match self.next() {
                Some(Ok(item)) => {
                    // Not where the list begins: what watches knows nothing there yet.
                    began.get_or_insert_with(|| self.fetched_with.clone());
                    taken.push(item);
                }
                Some(Err(error)) => {
                    let Some(began) = began else {
                        return Err(error);
                    };
                    self.left = taken.into_iter();
                    self.fetched_with.clone_from(&began);
                    return Err(error.with_resume(began));
                }
                None => break,
            }
        }
        Ok(taken)
    }

    /// The cursor with which the next page is fetched, for the bindings.
    #[doc(hidden)]
    pub fn next_cursor(&self) -> &str {
        &self.cursor
    }

    /// Fetches the next page, if there is one.
    fn turn(&mut self) -> Option<Result<(), Error>> {
        if self.is_last {
            return None;
        }
        Some((self.fetch)(&self.cursor).map(|page| {
            self.fetched_with = std::mem::replace(&mut self.cursor, page.cursor);
            self.left = page.items.into_iter();
            self.is_last = page.is_last;
        }))
    }
}

impl<T> Iterator for Pages<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.left.next() {
                return Some(Ok(item));
            }
            if let Err(error) = self.turn()? {
                return Some(Err(error));
            }
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("left_on_page", &self.left.len())
            .field("cursor", &self.cursor)
            .field("is_last", &self.is_last)
            .finish()
    }
}
