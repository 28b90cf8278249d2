<?xml version="1.0" encoding="utf-8"?>
<!-- The page /stat.html: what nginx-rtmp's statistics say, in a table. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="utf-8" doctype-system="about:legacy-compat"/>

  <xsl:template match="/rtmp">
    <html lang="en">
      <head>
        <title>Streams of this pod</title>
        <meta name="viewport" content="width=device-width"/>
        <style>
          :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
          body { margin: 2rem; }
          table { border-collapse: collapse; }
          caption, th, td { padding: .25rem .75rem; text-align: left; }
          tr + tr { border-top: 1px solid #8888; }
          .number { text-align: right; }
        </style>
      </head>
      <body>
        <h1>Streams of this pod</h1>
        <p>Up for <xsl:value-of select="uptime"/> seconds, <xsl:value-of select="naccepted"/> connections taken.</p>
        <xsl:apply-templates select="server/application"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="application">
    <table>
      <caption>Application <xsl:value-of select="name"/></caption>
      <tr>
        <th scope="col">Stream</th>
        <th scope="col">State</th>
        <th scope="col">Clients</th>
        <th scope="col">Video</th>
        <th scope="col">Audio</th>
        <th scope="col" class="number">kbit/s in</th>
        <th scope="col" class="number">Seconds</th>
      </tr>
      <xsl:for-each select="live/stream">
        <tr>
          <td><xsl:value-of select="name"/></td>
          <td>
            <xsl:choose>
              <xsl:when test="publishing">published</xsl:when>
              <xsl:otherwise>waiting</xsl:otherwise>
            </xsl:choose>
          </td>
          <td class="number"><xsl:value-of select="nclients"/></td>
          <td>
            <xsl:value-of select="concat(meta/video/codec, ' ', meta/video/profile, ' ', meta/video/width, 'x', meta/video/height)"/>
          </td>
          <td><xsl:value-of select="concat(meta/audio/codec, ' ', meta/audio/sample_rate)"/></td>
          <td class="number"><xsl:value-of select="round(bw_in div 1000)"/></td>
          <td class="number"><xsl:value-of select="round(time div 1000)"/></td>
        </tr>
      </xsl:for-each>
    </table>
  </xsl:template>
</xsl:stylesheet>
